//! Running text in pieces, each with how it is set apart.

/// A piece of a paragraph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    /// its characters
    pub text: String,
    /// how it is set apart
    pub style: SpanStyle,
}

/// How a span is set apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SpanStyle {
    /// as the rest
    #[default]
    Plain,
    /// 黑体
    Strong,
    /// 楷体
    Emphasis,
}

impl Span {
    /// Plain text.
    #[must_use]
    pub fn plain(text: impl Into<String>) -> Span {
        Span { text: text.into(), style: SpanStyle::Plain }
    }

    /// Text in 黑体.
    #[must_use]
    pub fn strong(text: impl Into<String>) -> Span {
        Span { text: text.into(), style: SpanStyle::Strong }
    }
}

/// The characters of spans, one after the other.
#[must_use]
pub fn text_of(spans: &[Span]) -> String {
    spans.iter().map(|span| span.text.as_str()).collect()
}
