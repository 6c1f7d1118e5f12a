//! The few words of a book that no article has: in its language where that is one of these, else in English.

/// The words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Words {
    /// The language they are in.
    pub(crate) language: &'static str,
    /// The table of contents.
    pub(crate) contents: &'static str,
    /// The cover.
    pub(crate) cover: &'static str,
    /// The list of pages.
    pub(crate) pages: &'static str,
}

const ENGLISH: Words = Words { language: "en", contents: "Contents", cover: "Cover", pages: "Pages" };

const ALL: &[Words] = &[
    ENGLISH,
    Words { language: "de", contents: "Inhalt", cover: "Titelbild", pages: "Seiten" },
    Words { language: "fr", contents: "Sommaire", cover: "Couverture", pages: "Pages" },
    Words { language: "es", contents: "Contenido", cover: "Cubierta", pages: "Páginas" },
    Words { language: "it", contents: "Indice", cover: "Copertina", pages: "Pagine" },
    Words { language: "pt", contents: "Sumário", cover: "Capa", pages: "Páginas" },
    Words { language: "nl", contents: "Inhoud", cover: "Omslag", pages: "Pagina’s" },
    Words { language: "da", contents: "Indhold", cover: "Forside", pages: "Sider" },
    Words { language: "sv", contents: "Innehåll", cover: "Omslag", pages: "Sidor" },
    Words { language: "nb", contents: "Innhold", cover: "Omslag", pages: "Sider" },
    Words { language: "no", contents: "Innhold", cover: "Omslag", pages: "Sider" },
    Words { language: "fi", contents: "Sisällys", cover: "Kansi", pages: "Sivut" },
    Words { language: "pl", contents: "Spis treści", cover: "Okładka", pages: "Strony" },
    Words { language: "cs", contents: "Obsah", cover: "Obálka", pages: "Strany" },
    Words { language: "tr", contents: "İçindekiler", cover: "Kapak", pages: "Sayfalar" },
    Words {
        language: "ru", contents: "Содержание", cover: "Обложка", pages: "Страницы"
    },
    Words {
        language: "uk", contents: "Зміст", cover: "Обкладинка", pages: "Сторінки"
    },
    Words {
        language: "el", contents: "Περιεχόμενα", cover: "Εξώφυλλο", pages: "Σελίδες"
    },
    Words { language: "ar", contents: "المحتويات", cover: "الغلاف", pages: "الصفحات" },
    Words { language: "he", contents: "תוכן", cover: "כריכה", pages: "עמודים" },
    Words { language: "zh", contents: "目录", cover: "封面", pages: "页码" },
    Words { language: "ja", contents: "目次", cover: "表紙", pages: "ページ" },
    Words { language: "ko", contents: "차례", cover: "표지", pages: "쪽" },
];

/// The words for a book in a language.
pub(crate) fn words(language: &str) -> Words {
    let primary = language.split('-').next().unwrap_or("").to_ascii_lowercase();
    ALL.iter().copied().find(|words| words.language == primary).unwrap_or(ENGLISH)
}
