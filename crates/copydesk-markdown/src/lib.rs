//! Markdown both ways, with YAML or TOML front matter.
