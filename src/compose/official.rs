//! 公文: which of the blocks are its text and which its 附件, and the words of its other elements.

use super::charts;
use super::document::{Annex, Block, Official};
use crate::model::Edition;
use crate::plan::Plan;

/// The elements of a 公文; tables and charts beyond the first `kept` blocks become its 附件.
pub(super) fn official(plan: &Plan, edition: &Edition, kept: usize, blocks: &mut Vec<Block>) -> Official {
    let parts = &plan.official;
    let annexes = if parts.annexed { annexes(kept, blocks) } else { Vec::new() };
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
        printer: parts.printer.clone(),
        printed: (parts.cc.is_some() || parts.printer.is_some()).then_some(printed),
    }
}

/// Takes tables, each with its notes, and charts out of the text; each has its caption as title.
fn annexes(kept: usize, blocks: &mut Vec<Block>) -> Vec<Annex> {
    let mut annexes: Vec<Annex> = Vec::new();
    let mut text = Vec::new();
    let mut charts = Vec::new();
    // notes go where their table went
    let mut after_annexed = false;
    for (i, block) in blocks.drain(..).enumerate() {
        match block {
            Block::Table(table) if i >= kept => {
                let title = table.caption.clone().unwrap_or_default();
                annexes.push(Annex { title, blocks: vec![Block::Table(table)] });
                after_annexed = true;
            }
            // several charts are one 附件, each under its own 图N: a page each would be mostly white
            Block::Chart(chart) if i >= kept => {
                charts.push(chart);
                after_annexed = false;
            }
            Block::Notes(notes) if after_annexed => {
                if let Some(annex) = annexes.last_mut() {
                    annex.blocks.push(Block::Notes(notes));
                }
            }
            other => {
                after_annexed = false;
                text.push(other);
            }
        }
    }
    *blocks = text;
    let title = match charts.as_slice() {
        [] => return annexes,
        [only] => only.caption().to_owned(),
        _ => charts::IN_ALL.to_owned(),
    };
    annexes.push(Annex { title, blocks: charts.into_iter().map(Block::Chart).collect() });
    annexes
}
