//! The pictures an article refers to, and where they are to arrive.

use std::path::{Component, Path, PathBuf};

use copydesk::{Article, Block, Media, Rendition, child_blocks};

/// Where the files of each picture of an article are to be, below `root`: one for each rendition.
pub(super) fn places(article: &Article, root: &Path) -> Vec<Vec<PathBuf>> {
    let mut pictures = Vec::new();
    pictures_of(&article.body, &mut pictures);
    let places = |picture: &&Media| {
        picture.renditions.iter().filter_map(|rendition| place_of(root, rendition)).collect()
    };
    pictures.iter().map(places).collect()
}

/// All media in these blocks and below.
fn pictures_of<'a>(blocks: &'a [Block], pictures: &mut Vec<&'a Media>) {
    for block in blocks {
        if let Block::Figure(media) = block {
            pictures.push(media);
        }
        for inner in child_blocks(block) {
            pictures_of(inner, pictures);
        }
    }
}

/// Where the file of a rendition is to be: below `root`, unless the rendition lies elsewhere or in the article itself.
fn place_of(root: &Path, rendition: &Rendition) -> Option<PathBuf> {
    let source = rendition.source.as_deref().filter(|_| rendition.data.is_none())?;
    let path = Path::new(source.split(['?', '#']).next()?);
    let plain = |part: Component<'_>| matches!(part, Component::Normal(_) | Component::CurDir);
    let here = !source.contains(':') && path.components().all(plain) && path.file_name().is_some();
    here.then(|| root.join(path))
}
