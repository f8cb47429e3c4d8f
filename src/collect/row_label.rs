//! Rows of a table that are no place's: yesterday's, a mean, a difference, a rate; signatures without a colon.
//!
//! Their labels stand where a street's name would, and their figures would be added to the sum.

use std::sync::LazyLock;

use super::normal::{brackets, fold};

/// Every row of every table is held against them: the lists are taken apart once.
type Words = LazyLock<Vec<&'static str>>;

fn words(list: &'static str) -> Vec<&'static str> {
    list.split_whitespace().collect()
}

/// A time other than the report day's, or a figure made from others: nothing else is such a row.
static WHOLE: Words = LazyLock::new(|| {
    words(
        "昨日 昨天 昨日数 前日 上日 上期 上期数 上周 上月 上旬 同期 去年同期 上年同期 平均 均值 \
     平均值 平均数 增减 增减数 增减量 变化 变化量 差额 差距 差值 净增 增幅 增长 最高 最低 最大 最小 最高值 最低值 最大值 最小值 中位数 目标 目标数 目标任务 任务 任务数 年度任务 \
         年度目标 全区任务 全区目标 全县任务 全县目标 计划 计划数 环比 同比 占比 比例 百分比 \
     完成率 完成比例 完成进度 进度 排名 名次 位次 序时进度 average mean change",
    )
});
/// What such a row begins with.
static BEGINS: Words = LazyLock::new(|| {
    words(
        "昨日 昨天 前日 上日 前一日 上期 上周合计 上周累计 上周完成 上月合计 上月累计 上月完成 \
     较昨 较上 较前 较去年 较同期 比昨 比上 比前 比去年 比同期 与昨 与上 与去年 去年同期 上年同期 环比 同比",
    )
});
/// What such a row ends with.
static ENDS: Words = LazyLock::new(|| {
    words("平均 平均值 均值 平均数 平均进度 平均完成率 完成率 占比 增减 增幅 环比 同比 排名 序时进度")
});

/// Labels that stand below a table beside somebody's name, number or seal, with or without a colon.
static SIGNED: Words = LazyLock::new(|| {
    words(
        "注 备注 说明 填报人 填表人 报送人 上报人 审核人 审核 审批 审签 签发 制表 制表人 负责人 \
     单位负责人 部门负责人 分管领导 分管负责人 主要领导 主要负责人 主管领导 联系电话 联系人 联系方式 电话 \
     手机 填报单位 报送单位 填报日期 填报时间 填表日期 填表时间 报送日期 报送时间 报出日期 制表日期 制表时间 \
     统计时间 统计日期 统计人 数据截止时间 数据截至时间 截止时间 截至时间 日期 签发人 签字 签名 盖章 领导签字 \
     复核人 复核 经办人 校对 校对人 附注 填表说明 填报说明 编制 编制人",
    )
});

/// Is a row so labelled no place's at all?
pub(super) fn is_no_place(label: &str) -> bool {
    let (folded, _) = brackets(&fold(label));
    let bare = folded.trim_end_matches(':');
    WHOLE.contains(&bare)
        || BEGINS.iter().any(|word| bare.starts_with(word))
        || ENDS.iter().any(|word| bare.len() > word.len() && bare.ends_with(word))
}

/// Is it the head over the numbers of a form, and the name of no place?
pub(super) fn is_value(name: &str) -> bool {
    let folded = fold(name);
    ["数值", "数据", "数量", "填报数", "填报数据", "填报值", "填报内容", "本期", "本期数", "数字", "数"]
        .contains(&folded.as_str())
}

/// Could the folded label be that of a line of signatures, or of a note, though no colon follows it? The
/// figures beside it decide.
pub(super) fn may_be_signed(folded: &str) -> bool {
    let bare = folded.trim_end_matches(':');
    SIGNED.contains(&bare)
        || ["(签字)", "(签章)", "(盖章)", "(公章)", "签字", "签章"].iter().any(|end| bare.ends_with(end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_of_other_days_and_of_means_are_no_streets() {
        for label in ["昨日", "较昨日", "比上期增减", "平均", "全区平均", "完成率", "上期合计", "完成率（%）"]
        {
            assert!(is_no_place(label), "{label}");
        }
        for place in ["上周村", "西关街道", "合计", "平均店镇", "比干路街道", "进度村"] {
            assert!(!is_no_place(place), "{place}");
        }
    }

    #[test]
    fn a_signature_needs_no_colon() {
        assert!(["填报人", "负责人(签字)", "联系电话:"].iter().all(|label| may_be_signed(label)));
        assert!(!may_be_signed("电话村") && !may_be_signed("西关街道"));
    }
}
