//! The elements of HTML that matter for reading, and what is known of each.

macro_rules! tags {
    ($($variant:ident $name:literal),+ $(,)?) => {
        /// Name of an element; `Other` for those that make no difference.
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        #[repr(u8)]
        pub(super) enum Tag { Text, Other, $($variant),+ }

        /// Sorted by name, for the search.
        const NAMES: &[(&[u8], Tag)] = &[$(($name, Tag::$variant)),+];
    };
}

tags! {
    A b"a", Abbr b"abbr", Address b"address", Article b"article", Aside b"aside",
    Audio b"audio", B b"b", Base b"base", Bdo b"bdo", Blockquote b"blockquote", Body b"body",
    Br b"br", Button b"button", Canvas b"canvas", Caption b"caption", Center b"center",
    Cite b"cite", Code b"code", Col b"col", Colgroup b"colgroup", Data b"data",
    Datalist b"datalist", Dd b"dd", Del b"del", Details b"details", Dfn b"dfn",
    Dialog b"dialog", Div b"div", Dl b"dl", Dt b"dt", Em b"em", Embed b"embed",
    Fieldset b"fieldset", Figcaption b"figcaption", Figure b"figure", Font b"font",
    Footer b"footer", Form b"form", H1 b"h1", H2 b"h2", H3 b"h3", H4 b"h4", H5 b"h5",
    H6 b"h6", Head b"head", Header b"header", Hr b"hr", Html b"html", I b"i",
    Iframe b"iframe", Img b"img", Input b"input", Ins b"ins", Kbd b"kbd", Label b"label",
    Li b"li", Link b"link", Main b"main", Mark b"mark", Math b"math", Menu b"menu",
    Meta b"meta", Meter b"meter", Nav b"nav", Noscript b"noscript", Object b"object",
    Ol b"ol", Optgroup b"optgroup", Option b"option", Output b"output", P b"p",
    Picture b"picture", Pre b"pre", Progress b"progress", Q b"q", Ruby b"ruby",
    Samp b"samp", Script b"script", Section b"section", Select b"select", Small b"small",
    Source b"source", Span b"span", Strong b"strong", Style b"style", Sub b"sub",
    Summary b"summary", Sup b"sup", Svg b"svg", Table b"table", Tbody b"tbody", Td b"td",
    Template b"template", Textarea b"textarea", Tfoot b"tfoot", Th b"th", Thead b"thead",
    Time b"time", Title b"title", Tr b"tr", Track b"track", Ul b"ul", Var b"var",
    Video b"video", Wbr b"wbr",
}

impl Tag {
    pub(super) fn from_name(name: &[u8]) -> Tag {
        NAMES.binary_search_by(|(known, _)| (*known).cmp(name)).map_or(Tag::Other, |at| NAMES[at].1)
    }

    /// Never has content.
    pub(super) fn is_void(self) -> bool {
        use Tag::*;
        matches!(
            self,
            Base | Br | Col | Embed | Hr | Img | Input | Link | Meta | Source | Track | Wbr
        )
    }

    /// Begins and ends a line of its own.
    pub(super) fn is_block(self) -> bool {
        use Tag::*;
        self.is_heading()
            || matches!(
                self,
                Address | Article | Aside | Blockquote | Body | Caption | Center | Dd | Details
            )
            || matches!(
                self,
                Dialog | Div | Dl | Dt | Fieldset | Figcaption | Figure | Footer | Form | Header
            )
            || matches!(
                self,
                Hr | Li
                    | Main
                    | Menu
                    | Nav
                    | Ol
                    | Optgroup
                    | Option
                    | P
                    | Pre
                    | Section
                    | Summary
                    | Table
            )
            || matches!(self, Tbody | Tfoot | Thead | Tr | Ul)
    }

    /// Its start tag closes an open paragraph.
    pub(super) fn closes_paragraph(self) -> bool {
        use Tag::*;
        self.is_block()
            && !matches!(self, Body | Caption | Optgroup | Option | Tbody | Tfoot | Thead | Tr)
    }

    /// An end tag of an inline element does not reach past these.
    pub(super) fn is_special(self) -> bool {
        use Tag::*;
        self.is_block()
            || self.is_void()
            || matches!(self, Button | Td | Th | Object | Template | Select | Svg | Math)
    }

    /// No end tag of a block reaches past these, except their own.
    pub(super) fn bounds_scope(self) -> bool {
        use Tag::*;
        matches!(self, Body | Caption | Table | Td | Th | Object | Template | Svg | Math)
    }

    pub(super) fn is_heading(self) -> bool {
        use Tag::*;
        matches!(self, H1 | H2 | H3 | H4 | H5 | H6)
    }

    pub(super) fn is_table_part(self) -> bool {
        use Tag::*;
        matches!(self, Caption | Col | Colgroup | Tbody | Td | Tfoot | Th | Thead | Tr)
    }

    /// Holds nothing that is read.
    pub(super) fn is_unread(self) -> bool {
        use Tag::*;
        matches!(
            self,
            Script | Style | Noscript | Template | Svg | Audio | Video | Canvas | Head | Title
        )
    }

    /// Part of a line of text.
    pub(super) fn is_phrasing(self) -> bool {
        use Tag::*;
        matches!(
            self,
            Text | Abbr | Audio | B | Bdo | Br | Button | Cite | Code | Data | Datalist | Dfn | Em
        ) || matches!(
            self,
            Embed | I | Img | Input | Kbd | Label | Mark | Math | Meter | Object | Output
        ) || matches!(
            self,
            Progress | Q | Ruby | Samp | Select | Small | Span | Font | Strong | Sub | Sup
        ) || matches!(self, Textarea | Time | Var | Wbr | Noscript | Script)
    }

    /// A `div` that holds none of these, at any depth, is a paragraph.
    pub(super) fn divides(self) -> bool {
        use Tag::*;
        matches!(self, Blockquote | Dl | Div | Img | Ol | P | Pre | Table | Ul)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_found() {
        for (name, tag) in NAMES {
            assert_eq!(Tag::from_name(name), *tag, "{}", name.escape_ascii());
        }
        assert_eq!(Tag::from_name(b"custom-element"), Tag::Other);
    }
}
