//! What stands in a text as it was typed: tags, and blocks of HTML and code.

use super::super::{emphasis, html};
use super::{Reader, Shown};
use crate::model::{Code, Fault};

/// A block whose text is set as it is.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Verbatim {
    Html,
    Code,
    /// what is indented by four blanks, as people indent paragraphs
    Indented,
}

impl Reader<'_, '_> {
    /// A comment is let go, what a tag says of the words is kept where there is a form for it, and all else of
    /// HTML is text.
    pub(super) fn inline_html(&mut self, html: &str, at: usize) {
        if html.trim().starts_with("<!--") {
            self.say(Fault::new(Code::A005).found(emphasis::typed(html.trim())), at);
        } else {
            match html::tag(html) {
                html::Tag::Other => {
                    self.unsupported("HTML", at);
                    self.text(html);
                }
                tag => self.tag(tag, at),
            }
        }
    }

    fn tag(&mut self, tag: html::Tag, at: usize) {
        match tag {
            html::Tag::Strong(begins) => self.inline.strong(begins),
            html::Tag::Emphasis(begins) => self.inline.emphasis(begins),
            html::Tag::Raised(begins) => self.shift = begins.then_some(true),
            html::Tag::Lowered(begins) => self.shift = begins.then_some(false),
            html::Tag::Break => self.inline.hard_break(),
            html::Tag::Picture { file, words } => {
                self.image = Some(Shown { file, title: String::new(), words, at });
                self.image();
            }
            html::Tag::Look | html::Tag::Other => self.unsupported("HTML", at),
        }
    }

    pub(super) fn verbatim(&mut self) {
        let Some((kind, text, at)) = self.verbatim.take() else { return };
        if kind == Verbatim::Html && text.trim_start().starts_with("<!--") && text.trim_end().ends_with("-->")
        {
            let said: String = emphasis::typed(text.trim()).chars().take(40).collect();
            self.say(Fault::new(Code::A005).found(said), at);
            return;
        }
        if let Some(pieces) = (kind == Verbatim::Html).then(|| html::pieces(&text)).flatten() {
            for piece in pieces {
                match piece {
                    html::Piece::Tag(tag) => self.tag(tag, at),
                    html::Piece::Words(words) => {
                        for (i, line) in words.split('\n').enumerate() {
                            if i > 0 {
                                self.flush();
                            }
                            self.text(line.trim_end_matches('\r'));
                        }
                    }
                }
            }
            self.flush();
            return;
        }
        if kind == Verbatim::Html {
            self.unsupported("HTML", at);
        }
        for line in text.lines() {
            self.inline.push(line);
            self.flush();
        }
    }
}
