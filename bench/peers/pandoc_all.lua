-- pandoc lua pandoc_all.lua FORMAT EXTENSION OUT LIST: converts every file that LIST names, in one process.
-- Starting pandoc once is by far its best way: most of a conversion of its own is the start of the program.
local format, extension, out, list = arg[1], arg[2], arg[3], arg[4]
local options = pandoc.WriterOptions{template = pandoc.template.compile(pandoc.template.default(format))}
for name in io.lines(list) do
  local file = assert(io.open(name, "rb"))
  local document = pandoc.read(file:read("a"), "gfm+yaml_metadata_block")
  file:close()
  local stem = pandoc.path.split_extension(pandoc.path.filename(name))
  local target = assert(io.open(out .. "/" .. stem .. "." .. extension, "wb"))
  target:write(pandoc.write(document, format, options))
  target:close()
end
