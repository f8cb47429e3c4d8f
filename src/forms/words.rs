//! The sentences of a blank workbook: its title, its heads, and the sheet 填表说明.

use crate::model::{District, Measure};
use crate::plan::Plan;

/// What the columns of a measure are called, in the order in which they stand.
pub(super) const COLUMNS: [&str; 4] = ["任务总数", "当日完成", "累计完成", "剩余"];

/// 中心城区房屋安全隐患集中整治工作通报 becomes 中心城区房屋安全隐患集中整治工作进度报表.
pub(super) fn title(plan: &Plan) -> String {
    let title = plan.title.trim();
    let bare = ["情况通报", "进度通报", "通报", "简报", "专报", "日报"]
        .iter()
        .find_map(|end| title.strip_suffix(end));
    format!("{}进度报表", bare.filter(|bare| !bare.is_empty()).unwrap_or(title))
}

/// 单位：户、㎡, each unit once.
pub(super) fn units(measures: &[Measure]) -> String {
    let mut units: Vec<&str> = Vec::new();
    for measure in measures {
        if !units.contains(&measure.unit.as_str()) {
            units.push(&measure.unit);
        }
    }
    format!("单位：{}", units.join("、"))
}

/// Can there be a part of one? Households and trees are counted, areas and sums of money are not.
pub(super) fn is_counted(measure: &Measure) -> bool {
    let divisible = |c: char| "㎡米亩元吨里顷克升度%％".contains(c) || c.is_ascii_alphabetic();
    measure.decimals == 0 && !measure.unit.contains(divisible)
}

/// The sheet 填表说明, a line a cell.
pub(super) fn instructions(plan: &Plan, district: &District, rows: u32) -> Vec<String> {
    let name = &district.name;
    let mut lines = vec![format!("本表由{}制发，由{name}填写，用于编发《{}》。", plan.issuer, plan.title)];
    if let Some(cutoff) = plan.cutoff {
        lines.push(format!("数据截至填报日{}，逾期未报的，通报中列为未报。", cutoff.format("%H:%M")));
    }
    lines.push("只填淡黄色的格子。其余格子已经锁定；灰色格子是公式，自动算出，不用填。".to_owned());
    lines.push("填报日期填数据是哪一天的，写成 2021-07-14 的样子；不是当日的，不予采用。".to_owned());
    lines.push(
        "任务总数填到填报日为止的全部任务；当日完成填填报日这一天完成的；累计完成填从开始到填报日完成的，含当日；\
         剩余自动算出，等于任务总数减累计完成。"
            .to_owned(),
    );
    let units: Vec<String> = plan.measures.iter().map(|m| format!("{}按{}填", m.name, m.unit)).collect();
    lines.push(format!(
        "{}；只填数字，不写单位，不写“约”“余”等字。没有的填 0，不留空，也不填“/”“无”。",
        units.join("，")
    ));
    lines.push(format!(
        "按街道（乡镇）填的，一行填一个，第一行的“{name}”改成街道名；不分街道的，只填第一行。合计自动算出，不用填。"
    ));
    lines.push(format!(
        "表中留有{rows}行。不够时，在“审阅”中撤销工作表保护（没有密码），在合计行上方插入行，再把上一行的公式向下填充。"
    ));
    lines.push("表头、列的次序和工作表名不要改动，不要另加表。".to_owned());
    lines.push(format!("存为 .xlsx 报送，文件名中保留“{name}”，可以加上日期，如 {name}7.14.xlsx。"));
    lines.push("报送前请核对：累计完成等于上次报送的累计完成加当日完成；累计完成不大于任务总数。".to_owned());
    lines.iter().enumerate().map(|(n, line)| format!("{}. {line}", n + 1)).collect()
}
