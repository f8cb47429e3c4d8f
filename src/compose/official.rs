//! 公文: what becomes its 附件, and the words of its other elements.

use super::document::{Annex, Block, Official};
use crate::model::Edition;
use crate::plan::Plan;

/// The elements of a 公文, with these 附件.
pub(super) fn official(plan: &Plan, edition: &Edition, annexes: Vec<Annex>) -> Official {
    let parts = &plan.official;
    let printed = format!("{}印发", edition.day.long());
    Official {
        copy: parts.copy.clone(),
        secrecy: parts.secrecy.clone(),
        urgency: parts.urgency.map(str::to_owned),
        signer: parts.signer.clone(),
        to: parts.to.as_ref().map(|to| format!("{to}：")),
        annexes,
        seal: parts.seal,
        remark: parts.remark.as_ref().map(|remark| format!("（{remark}）")),
        cc: parts.cc.as_ref().map(|cc| format!("{cc}。")),
        // 7.4.2: who prints it has a place beside the day; where nobody else does, the issuer itself
        printer: parts.printer.clone().or_else(|| parts.cc.as_ref().map(|_| plan.issuer.clone())),
        printed: (parts.cc.is_some() || parts.printer.is_some()).then_some(printed),
    }
}

/// 附件2, as the text calls the one of this title; 附件 where there is but one.
pub(super) fn number(annexes: &[Annex], title: &str) -> Option<String> {
    let at = annexes.iter().position(|annex| annex.title == title)?;
    Some(if annexes.len() > 1 { format!("附件{}", at + 1) } else { "附件".to_owned() })
}

/// An 附件 of these blocks. It has the title of its only table or chart; several, each with its caption, are one
/// 附件 with a title over all, since a page each would be mostly white. None of no blocks.
pub(super) fn annex(mut blocks: Vec<Block>, over_all: &str) -> Option<Annex> {
    let mut captions: Vec<String> = Vec::new();
    for block in &blocks {
        match block {
            Block::Table(table) => captions.push(table.caption.clone().unwrap_or_default()),
            Block::Chart(chart) => captions.push(chart.caption().to_owned()),
            _ => {}
        }
    }
    let several = captions.len() > 1;
    let mut title = captions.into_iter().next()?;
    if several {
        over_all.clone_into(&mut title);
    } else if let [Block::Chart(chart)] = blocks.as_mut_slice() {
        // a list of 附件 says what each of them is
        title.push('图');
        title.clone_into(chart.caption_mut());
    }
    Some(Annex { title, blocks })
}
