//! What the bulletin says: blocks, tables, charts, sentences; no millimetres, no fonts.

mod document;

pub use document::{
    Bar, BarChart, BarGroup, BarLegend, Block, Column, Document, HeadCell, Row, Span, SpanStyle, Table, Tick,
};
