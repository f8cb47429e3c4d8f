//! The parts of a style and their keys, in the order of the page.

/// The parts of a style with their keys.
pub(super) const PARTS: &[(&str, &[&str])] = &[
    ("fonts", &["仿宋", "小标宋", "黑体", "楷体"]),
    ("paper", &["width", "height"]),
    ("margins", &["top", "binding"]),
    ("area", &["width", "height", "lines", "characters", "grid"]),
    ("body", &["font", "size", "indent"]),
    ("headings", &[]),
    (
        "masthead",
        &[
            "font",
            "size",
            "color",
            "above",
            "spread",
            "fill",
            "apart",
            "one_line",
            "lines_most",
            "lines_least",
            "leading",
        ],
    ),
    ("number", &["font", "size", "above"]),
    ("imprint", &["font", "size", "above", "leading", "less"]),
    ("red_line", &["width", "color", "above"]),
    ("title", &["font", "size", "pitch", "above", "below"]),
    ("caption", &["font", "size"]),
    ("note", &["font", "size", "pitch", "least"]),
    (
        "table",
        &[
            "font",
            "head_font",
            "sizes",
            "upright",
            "readable",
            "least",
            "around",
            "leading",
            "row_white",
            "row_white_least",
            "padding",
            "padding_good",
            "padding_least",
            "padding_most",
            "total_size",
            "row_line",
            "column_line",
            "total_ground",
        ],
    ),
    ("chart", &["color", "shades"]),
    ("rules", &["outer", "inner"]),
    ("page_number", &["font", "size", "below", "inset", "place", "form"]),
    ("record", &["size"]),
    ("articles", &["columns", "sizes", "pitches", "gap"]),
];

/// Is it a key of a style, at either level? For slips of the pen.
pub(in super::super) fn is_key(word: &str) -> bool {
    word == "shell" || PARTS.iter().any(|(part, keys)| *part == word || keys.contains(&word))
}

/// What others call these keys.
pub(super) const OTHER_NAMES: &[(&str, &str)] = &[
    ("base", "shell"),
    ("版式", "shell"),
    ("纸张", "paper"),
    ("页边距", "margins"),
    ("版心", "area"),
    ("正文", "body"),
    ("报头", "masthead"),
    ("标题", "title"),
    ("页码", "page_number"),
    ("line", "red_line"),
    ("redline", "red_line"),
    ("colour", "color"),
    ("文章", "articles"),
    ("column", "columns"),
    ("栏", "columns"),
];
