//! Pictures that are more than they seem: refused by what their header says, and broken ones reported.

use std::io::Write as _;

use copydesk::{Article, Block, Effect, Error, Media, MediaResolver, Rendition};
use flate2::Compression;
use flate2::write::ZlibEncoder;

use super::written;

/// One file, whatever name is asked for.
struct File(Vec<u8>);

impl MediaResolver for File {
    fn resolve(&self, _: &str) -> Result<Option<Vec<u8>>, Error> {
        Ok(Some(self.0.clone()))
    }
}

const ZEROS: usize = 4 << 20;

/// Pictures with more pixels than the limit allows, in a few bytes.
fn too_large() -> Vec<(&'static str, Vec<u8>)> {
    let mut gif =
        b"GIF89a\xff\xff\xff\xff\x80\0\0\0\0\0\xff\xff\xff,\0\0\0\0\xff\xff\xff\xff\0\x02\x02D\x01\0;"
            .to_vec();
    gif.extend([0; 16]);
    let mut bmp = b"BM\x46\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0".to_vec();
    bmp.extend(60_000_u32.to_le_bytes());
    bmp.extend(60_000_u32.to_le_bytes());
    bmp.extend(b"\x01\0\x18\0\0\0\0\0\x10\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0");
    bmp.extend([0; 64]);
    let jpeg = b"\xff\xd8\xff\xc0\0\x11\x08\xff\xff\xff\xff\x03\x01\x11\0\x02\x11\0\x03\x11\0\xff\xda\0\x0c\x03\x01\0\x02\0\x03\0\0?\0\xff\xd9";
    let webp = b"RIFF\x16\0\0\0WEBPVP8L\x0a\0\0\0\x2f\xff\xff\xff\x0f\0\0\0\0\0";
    vec![
        ("png", png(60_000, 60_000, &[], &[0; 1_000])),
        ("gif", gif),
        ("bmp", bmp),
        ("jpeg", jpeg.to_vec()),
        ("webp", webp.to_vec()),
        ("pnm", b"P6 60000 60000 255\n\0\0\0".to_vec()),
    ]
}

/// Pictures that unpack to far more than they are.
fn bombs() -> Vec<(&'static str, Vec<u8>)> {
    let profile = [b"icc\0\0".as_slice(), &deflated(&vec![0; ZEROS])].concat();
    let text = [b"Comment\0\0".as_slice(), &deflated(&vec![b'a'; ZEROS])].concat();
    vec![
        ("pixels that go on", png(10, 10, &[], &vec![0; ZEROS])),
        ("a colour profile", png(10, 10, &[(b"iCCP", &profile)], &[0; 40])),
        ("a text", png(10, 10, &[(b"zTXt", &text)], &[0; 310])),
    ]
}

#[test]
fn pictures_of_too_many_pixels_are_refused() {
    for (name, picture) in too_large() {
        for format in ["pdf", "epub", "html"] {
            let output =
                written(format, &figure("image/png", "picture.png"), &File(picture.clone())).unwrap();
            let refused = output.report.losses.iter().any(|loss| loss.at.to_string().contains("renditions"));
            assert!(refused, "{format} takes a {name} of too many pixels: {:?}", output.report.losses);
            assert!(output.output.len() < 2_000_000);
        }
    }
}

#[test]
fn pictures_that_unpack_to_much_stay_small() {
    for (name, picture) in bombs() {
        for format in ["pdf", "epub", "html"] {
            let output =
                written(format, &figure("image/png", "picture.png"), &File(picture.clone())).unwrap();
            assert!(output.output.len() < 1_000_000, "{format}: {name}: {} bytes", output.output.len());
        }
    }
}

#[test]
fn broken_pictures_are_reported_or_shown() {
    let mut pictures = too_large();
    pictures.push(("whole png", png(4, 4, &[], &[0; 52])));
    for (name, picture) in pictures {
        for part in 0..8 {
            let mut cut = picture[..picture.len() * part / 8].to_vec();
            for format in ["pdf", "epub", "html"] {
                written(format, &figure("image/png", "picture.png"), &File(cut.clone()))
                    .unwrap_or_else(|error| panic!("{format}: {name}: {error}"));
            }
            cut.extend(picture.iter().rev());
            for format in ["pdf", "epub"] {
                written(format, &figure("image/png", "picture.png"), &File(cut.clone()))
                    .unwrap_or_else(|error| panic!("{format}: {name}: {error}"));
            }
        }
    }
}

/// A drawing in SVG may hold scripts: whatever it calls itself, no script of it is in a page.
#[test]
fn scripts_in_drawings_reach_no_page() {
    let svg = b"<?xml version=\"1.0\"?><svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"><script>alert(1)\
        </script><foreignObject><iframe src=\"https://evil.example\"/></foreignObject></svg>";
    for said in ["image/svg+xml", "image/png", "text/html", "x\" onerror=\"alert(1)"] {
        for format in ["pdf", "epub", "html"] {
            for name in ["picture.svg", "picture.png", "picture.html"] {
                let output = written(format, &figure(said, name), &File(svg.to_vec())).unwrap();
                let text = match format {
                    "epub" => copydesk_tests::dump::epub::dump(&output.output).unwrap(),
                    _ => String::from_utf8_lossy(&output.output).into_owned(),
                };
                for bad in [
                    "alert(1)</script>",
                    "onload=\"alert",
                    "foreignObject",
                    "onerror=\"alert",
                    "data:text/html",
                ] {
                    assert!(!text.contains(bad), "{format}: {said}, {name}: {bad}");
                }
                let dropped = output.report.losses.iter().any(|loss| loss.effect == Effect::Dropped);
                assert!(dropped || format == "html", "{format}: {:?}", output.report.losses);
            }
        }
    }
}

fn figure(media_type: &str, source: &str) -> Article {
    let rendition = Rendition {
        source: Some(source.to_owned()),
        media_type: Some(media_type.to_owned()),
        ..Rendition::default()
    };
    let media =
        Media { renditions: vec![rendition], alternative: Some("A bridge.".into()), ..Media::default() };
    let mut article = Article { headline: "Bridge".into(), ..Article::default() };
    article.body.push(Block::Figure(Box::new(media)));
    article.normalise();
    article
}

/// A PNG (W3C PNG 3, clause 5) of grey pixels, with further chunks before its pixels.
pub(super) fn png(width: u32, height: u32, chunks: &[(&[u8; 4], &[u8])], pixels: &[u8]) -> Vec<u8> {
    let mut header = Vec::new();
    header.extend(width.to_be_bytes());
    header.extend(height.to_be_bytes());
    header.extend([8, 0, 0, 0, 0]);
    let mut png = b"\x89PNG\r\n\x1a\n".to_vec();
    chunk(&mut png, b"IHDR", &header);
    for (name, data) in chunks {
        chunk(&mut png, name, data);
    }
    chunk(&mut png, b"IDAT", &deflated(pixels));
    chunk(&mut png, b"IEND", &[]);
    png
}

fn chunk(png: &mut Vec<u8>, name: &[u8; 4], data: &[u8]) {
    png.extend(u32::try_from(data.len()).unwrap().to_be_bytes());
    let mut crc = flate2::Crc::new();
    crc.update(name);
    crc.update(data);
    png.extend(name);
    png.extend(data);
    png.extend(crc.sum().to_be_bytes());
}

fn deflated(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}
