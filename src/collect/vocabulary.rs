//! Every word by which a head, a row or a note is recognised, in one place, in folded form.
//!
//! Words marked ★ in the survey of 948 real workbooks (reference, 5.7) stand here with those that the
//! bulletins themselves use. A measure is recognised by its name and aliases in the plan, and by the words
//! of its unit below; no measure is known here by name.

use super::english;
use super::number;
use super::units::{Family, Unit};

/// Does the text hold one of these words, which blanks part?
fn holds_one(words: &str, text: &str) -> bool {
    words.split(' ').any(|word| text.contains(word))
}

/// Is the text one of these words, which blanks part?
fn is_one(words: &str, text: &str) -> bool {
    words.split(' ').any(|word| word == text)
}

/// What a column of words or dates holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Key {
    /// 序号
    Serial,
    /// 编号
    Id,
    /// 户主
    Owner,
    /// 区县
    District,
    /// 街道、乡镇
    Street,
    /// 社区、村
    Community,
    /// 单位, 名称: whoever the row speaks of
    Unit,
    /// 地址
    Address,
    /// 整治状态
    Status,
    /// 排查日期
    FoundDate,
    /// 整治完成日期
    DoneDate,
    /// 日期: the day that a row of a summary is of
    RowDate,
    /// 回头看日期, or a mark that it was done
    LookedDate,
    /// 回头看结果
    LookedResult,
    /// 备注, 方式, 类型 …: known, and of no use to figures
    Other,
}

/// Heads that are these words and nothing else.
const EXACT: &[(Key, &str)] = &[
    (Key::Serial, "序号 序 no. no 顺序号 行号"),
    (
        Key::Id,
        "编号 房屋编号 用户编号 户编号 台账编号 隐患编号 档案编号 登记编号 房屋编码 编码 \
     统一编号 户号",
    ),
    (Key::Owner, "户主 户主姓名 姓名 产权人 被征收人 联系人 房主 房屋所有人 所有人 业主 权利人 使用人"),
    (Key::Address, "地址 住址 家庭住址 用户地址 房屋地址 坐落 房屋坐落 详细地址 位置 具体位置 地点"),
    (
        Key::Unit,
        "单位 单位名称 责任单位 填报单位 报送单位 地区 区域 名称 属地 部门 片区 辖区 \
     所属单位 地方 行政区划 行政区 县区单位 管辖单位 区划 乡镇单位 项目",
    ),
    (
        Key::Status,
        "状态 整治状态 整改状态 整改情况 是否整治 是否完成 是否整改 是否完成整治 是否销号 \
     完成状态 进度 整治进度 整治情况 完成情况 销号情况",
    ),
    (Key::Other, "指标 填报项目 填报内容 事项"),
    (Key::LookedResult, "回头看结果 回头看情况 复查结果 复查情况 回访结果 回头看是否合格 是否合格 复核结果"),
    (Key::LookedDate, "回头看 回头看日期 回头看时间 是否回头看"),
];

/// Heads of the day that a row is of; not 截止日期, by which something is due.
const ROW_DATES: &str = "日期 时间 数据日期 统计日期 统计时间 填报日期 填报时间 报送日期 报送时间 上报日期 上报时间 \
     报告日期 年月日";

/// Heads that hold one of these words speak of no figure.
const OTHER: &str = "备注 说明 方式 措施 类型 类别 原因 电话 姓名 身份证 证件 照片 描述 性质 用途 \
     结构 等级 年代 负责人 责任人 联系 签字 签名 层数 手机 包保 领导";

/// What a column without figures holds, by its lowest head; `path` holds all its heads.
pub(super) fn key(leaf: &str, path: &str) -> Option<Key> {
    let (outside, _) = super::normal::brackets(leaf);
    for (key, words) in EXACT {
        if is_one(words, leaf) || is_one(words, &outside) {
            return Some(*key);
        }
    }
    if made_of(leaf, "街道 街办 街 乡 镇 办事处 办") {
        return Some(Key::Street);
    }
    if made_of(leaf, "社区 行政村 村委会 居委会 自然村 村 居") {
        return Some(Key::Community);
    }
    if made_of(leaf, "县级市 县 市 区") {
        return Some(Key::District);
    }
    // under 整治完成 it is another
    if path == leaf && is_one(ROW_DATES, &outside) {
        return Some(Key::RowDate);
    }
    if let Some(key) = date_key(leaf, path) {
        return Some(key);
    }
    if ["位置", "地址", "地点", "坐落"].iter().any(|end| outside.ends_with(end)) {
        return Some(Key::Address);
    }
    let is_other =
        holds_one(OTHER, leaf) || ["名称", "内容", "描述"].iter().any(|end| outside.ends_with(end));
    is_other.then_some(Key::Other).or_else(|| english::key(leaf))
}

/// Is the head put together of these words alone, and of 名称, 所属, brackets and strokes?
fn made_of(leaf: &str, words: &str) -> bool {
    let mut rest = leaf;
    let mut own = false;
    'next: while !rest.is_empty() {
        for word in words.split(' ') {
            if let Some(after) = rest.strip_prefix(word) {
                (rest, own) = (after, true);
                continue 'next;
            }
        }
        for filler in ["名称", "名", "所属", "所在", "各", "(", ")", "、", "/", "及", "或", "·", ","]
        {
            if let Some(after) = rest.strip_prefix(filler) {
                rest = after;
                continue 'next;
            }
        }
        return false;
    }
    own
}

fn date_key(leaf: &str, path: &str) -> Option<Key> {
    let has = |words: &str| holds_one(words, path);
    if !holds_one("日期 时间 年月日", leaf) {
        return None;
    }
    // a date by which something is due is not the date on which it was done
    if has("时限 计划 预计 要求 拟 期限 截止 填报 上报 报送 统计") {
        return Some(Key::Other);
    }
    if has("回头看 复查 回访 复核") {
        return Some(Key::LookedDate);
    }
    let found = has("排查 发现 采集 摸排 核查 录入 登记 鉴定 建档 巡查");
    let done = has(
        "完成 销号 拆除 竣工 办结 验收 整改 整治 清零 腾退 加固 处置 接种 栽植 栽种 种植 建成 交付 投用 清理 \
         安装 发放 到位",
    );
    match (found, done) {
        (true, false) => Some(Key::FoundDate),
        (false, true) => Some(Key::DoneDate),
        // 排查整治完成日期 is a date of completion, 排查整治日期 could be either
        (true, true) if has("完成 销号 竣工 办结 验收") => Some(Key::DoneDate),
        (true, true) | (false, false) => None,
    }
}

/// Words that heads use for a measure in this unit, beside its name and aliases.
pub(super) fn measure_words(unit: &Unit) -> Vec<String> {
    let words = match &unit.family {
        Family::Area => "面积 平方数",
        Family::Money => "投资额 金额 资金 投资 款额",
        Family::Length => "长度 里程",
        Family::Mass => "重量 吨数",
        Family::Count(word) => return vec![format!("{word}数"), format!("{word}次")],
        Family::Other(_) => "",
    };
    words.split_whitespace().map(str::to_owned).collect()
}

/// Which figure a column of a summary gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    /// D
    Day,
    /// C before the day; only where the plan names its column
    Previous,
    /// C
    Done,
    /// T
    Task,
    /// R
    Left,
    /// 占比
    Share,
    /// 排名
    Rank,
    /// the measure without a word of what of it: the amount of a ledger's row
    Bare,
}

/// Periods and parts that no bulletin prints: not the report day's, not the whole.
const PASSED_OVER: &str = "昨日 昨天 上日 前日 前一日 上期 上次 本周 上周 本月 上月 本旬 本季 较上 较昨 \
     本次 本期 当月 近一周 近7日 近七日 近期 近日 近三日 环比 同比 增减 变化 增幅 超额 去年 上年 往年 明日 次日 其中 平均 户均 人均 占地 宗地 空地";
/// Work under way, refused, asked for or failed, and a task that moves: neither done, left nor the task.
const NEITHER: &str = "正在 整治中 整改中 拆除中 处置中 改造中 施工中 在建 在拆 核增 核减 调增 调减 预计 无法 难以 \
     不能 不愿 拒绝 申请 不合格 反弹 返工 返潮 不达标 未通过";
const RANKS: &str = "排名 名次 位次 排序";
const SHARES: &str = "占比 完成率 整治率 销号率 比例 百分比 比率 进度% 进度(%) 完成进度百分";
const DAYS: &str = "今日 当日 当天 本日 今天 日进度 日完成 日整治 日拆除 日新增 日销号 24小时 单日";
const FOUND: &str = "排查 摸排 发现 核查 登记 上报 录入 台账 底数 基数";
const ACTIONS: &str = "完成 整治 拆除 销号 整改 清零 处置 加固 腾退 办结 竣工 拆迁 改造 治理 建成 到位 交付 \
     投用";
const ENDED: &str = "完成 拆除 销号 清零 办结 竣工 腾退 加固 处置 建成 到位 交付 投用";
const SO_FAR: &str = "累计 累积 已 截至 截止 目前";
const PLANNED: &str = "应整 应完 应拆 应改 应销 应处 应治 需整 需拆 需改 须整 计划 目标 拟 任务数 \
     任务量 任务总 总任务 下达";

/// What of a measure the heads speak of: nothing where it is of no use, [`Kind::Bare`] where they say
/// nothing of it.
pub(super) fn kind(path: &str) -> Option<Kind> {
    if let Some(kind) = english::kind(path) {
        return kind;
    }
    // the campaign's own name, which says neither found nor done; 完成任务数 is of what was done
    let path = path.replace("排查整治", "整治").replace("排查整改", "整改");
    let path = path.replace("任务完成", "完成").replace("完成任务", "完成");
    // 核减后总户数 is the task as it stands now
    let path = ["核增后", "核减后", "核增核减后"].iter().fold(path, |path, word| path.replace(word, ""));
    // 本期累计 is what was done until now
    let path = ["本期", "本次"].iter().fold(path, |path, word| path.replace(&format!("{word}累计"), "累计"));
    if holds_one(PASSED_OVER, &path) || is_of_a_month(&path) || holds_one(NEITHER, &path) {
        return None;
    }
    let path = so_far_today(&path);
    let has = |words: &str| holds_one(words, &path);
    if has(RANKS) {
        return Some(Kind::Rank);
    }
    if has(SHARES) {
        return Some(Kind::Share);
    }
    if has("剩 未 尚余 待整 待拆 待完 待改 待销 待处 余下 结余 欠") {
        return Some(Kind::Left);
    }
    let day = has(DAYS) || is_daily(&path) || path.contains("新增") && !has("累计 累积");
    if day {
        // newly found today is no progress
        let found_only = has(FOUND) && !has(ACTIONS);
        return (!found_only && !has(PLANNED)).then_some(Kind::Day);
    }
    if has(SO_FAR) && has(ACTIONS) && !has("计划") {
        return Some(Kind::Done);
    }
    if has(PLANNED) && !path.contains("计划完成率") || is_due(&path) {
        return Some(Kind::Task);
    }
    if has(SO_FAR) {
        return Some(if has(FOUND) || has("任务") { Kind::Task } else { Kind::Done });
    }
    if has(FOUND) || has("任务") {
        return Some(if has("完成") { Kind::Done } else { Kind::Task });
    }
    if has(ACTIONS) || path.contains("进度") {
        // 整治总数 is either of two things
        let unclear = path.contains('总') && !has(ENDED);
        return if unclear { None } else { Some(Kind::Done) };
    }
    if has("总 合计 全部 隐患 不安全 危险 问题 共有 共计") {
        return Some(Kind::Task);
    }
    Some(Kind::Bare)
}

/// 7月完成: what was done in a month, unless the head says 累计.
fn is_of_a_month(path: &str) -> bool {
    path.match_indices('月').any(|(at, month)| {
        let numbered =
            path[..at].ends_with(|c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c));
        let after = &path[at + month.len()..];
        numbered && !after.starts_with(|c: char| c.is_ascii_digit()) && holds_one(ACTIONS, after)
    }) && !holds_one(SO_FAR, path)
}

/// 今日累计 is what was done so far, and so is 累计 under the group of the day.
fn so_far_today(path: &str) -> String {
    const DAY: [&str; 6] = ["今日", "当日", "本日", "今天", "当天", "日"];
    let mut path = path.to_owned();
    for day in DAY {
        for so_far in ["累计", "累积"] {
            path = path.replace(&format!("{day}{so_far}"), so_far);
        }
    }
    match path.rsplit_once('/') {
        Some((groups, leaf)) if holds_one("累计 累积", leaf) && !holds_one(DAYS, leaf) => {
            let groups = DAY[..5].iter().fold(groups.to_owned(), |groups, day| groups.replace(day, ""));
            format!("{groups}/{leaf}")
        }
        _ => path,
    }
}

/// 日接种数, 日栽植: a day's, whatever the campaign; not 日期, 日常, 日均.
fn is_daily(path: &str) -> bool {
    let begins_so = |level: &str| {
        level.strip_prefix('日').is_some_and(|rest| {
            !rest.is_empty()
                && !["期", "常", "均", "前", "后", "报", "程", "历", "照", "间", "用"]
                    .iter()
                    .any(|w| rest.starts_with(w))
        })
    };
    path.split('/').any(begins_so)
}

/// 应接种, 应到, 应: what is due, whatever the campaign; not 应急, 供应, 响应.
fn is_due(path: &str) -> bool {
    path.match_indices('应').any(|(at, due)| {
        let ends = ["供", "响", "对", "相", "适", "反", "效"];
        let begins = ["急", "用", "对", "届", "答"];
        let after = &path[at + due.len()..];
        !ends.iter().any(|end| path[..at].ends_with(end))
            && !begins.iter().any(|begin| after.starts_with(begin))
    })
}

/// What of the heads is none of the words known: of two columns for one figure, that with less is meant
/// (`累计/户数` before `累计/加固户数`), where the other is narrower ([`is_narrower`]).
pub(super) fn residue(path: &str, measure_word: &str) -> String {
    let mut rest = path.to_owned();
    let common = "数量 情况 工作 不安全 危险 问题 建筑 房屋 隐患 住宅 进度 任务 合计 总计 安全 目前 剩余 新增 目标 数 \
     总 的 / ( )";
    if !measure_word.is_empty() {
        rest = rest.replace(measure_word, "");
    }
    // 完成, 整治 and 拆除整治 name the whole; a single way of doing it is a part
    let whole = "完成 拆除整治 整治 整改 销号";
    for word in [DAYS, FOUND, SO_FAR, whole, common].into_iter().flat_map(|words| words.split(' ')) {
        rest = rest.replace(word, "");
    }
    rest
}

/// Is a head with the one residue wider than one with the other, which says the same and more? 新建 and 改扩建
/// are two parts, 住宅 and 非住宅 too; a total and that of a year are two totals: of neither pair is one meant.
pub(super) fn is_narrower(rival: &str, best: &str) -> bool {
    let mut left = rival.chars();
    let says_the_same = best.chars().all(|c| left.any(|other| other == c));
    // nor of what was reported and what of it was found true
    says_the_same && !rival.contains(['非', '年', '季']) && !holds_one("核实 核定 审定", rival)
}

/// Is a row so labelled a total of others? 合计, 总计：, 魏都区合计.
pub(super) fn is_total(folded: &str) -> bool {
    let label = folded.trim_end_matches(':');
    matches!(
        label,
        "计" | "共计" | "累计" | "汇总" | "全市" | "全区" | "全县" | "本区" | "本县" | "总数" | "总体"
    ) || ["合计", "总计", "小计"]
        .iter()
        .any(|end| label.strip_suffix(end).is_some_and(|before| before.chars().count() <= 12))
        || label == "合计数"
        || label == "总合计"
        || counts_places(label)
}

/// 共2户, 合计12户, 共2个街道, 本街道共1户: the sum with its own number behind it.
fn counts_places(label: &str) -> bool {
    ["合计", "总计", "小计", "共计", "共"].iter().any(|word| {
        let Some((before, after)) = label.split_once(word) else { return false };
        let rest = after.trim_start_matches([':', '计']).trim_start_matches(|c: char| c.is_ascii_digit());
        let unit = ["户", "处", "栋", "人", "个街道", "个乡镇", "个镇", "个社区", "个村", "个单位"];
        let numbered = after.contains(|c: char| c.is_ascii_digit());
        numbered
            && unit.contains(&rest)
            && matches!(
                before,
                "" | "全区" | "全县" | "全市" | "本区" | "本街道" | "本镇" | "本乡" | "本社区" | "本村"
            )
    })
}

/// Is a sheet so named that of a street, a town or a village: 西关街道, 尚集镇7.14?
pub(super) fn names_a_street(name: &str) -> bool {
    let folded = super::normal::fold(name);
    let bare = folded.trim_end_matches(|c: char| !c.is_alphabetic() || c == '月' || c == '日');
    let ends = "街道 街道办 街办 办事处 镇 乡 社区 村 园区 片区 林场";
    ends.split(' ').any(|end| bare.strip_suffix(end).is_some_and(|before| !before.is_empty()))
        && !holds_one("各 全 所有 汇总 合计 统计", bare)
}

/// Is it a total of a part only?
pub(super) fn is_subtotal(folded: &str) -> bool {
    folded.contains("小计")
        || ["本街道", "本镇", "本乡", "本社区", "本村"].iter().any(|own| folded.starts_with(own))
}

/// Does a row so begun stand below the table, as a note or for signatures?
pub(super) fn is_note(folded: &str) -> bool {
    const LABELS: &str = "注 备注 说明 填报人 填表人 审核人 审核 制表 制表人 负责人 单位负责人 分管领导 \
     主要领导 联系电话 联系人 单位名称 填报单位 填报日期 填报时间 填表日期 报送时间 签发人 \
     领导签字 统计人 单位(盖章) 单位名称(盖章) 填报单位(盖章) 复核人 经办人 校对 \
     主管领导 附注 编制";
    let Some((label, _)) = folded.split_once(':') else {
        return folded.starts_with("备注(") || folded.starts_with("填表说明");
    };
    is_one(LABELS, label)
        || label.len() > 3 && label.starts_with('注') && label[3..].bytes().all(|b| b.is_ascii_digit())
}

/// Is the row of a head that numbers the columns: 1 2 3, （1）（2）, 甲 乙 1 2, 栏次?
pub(super) fn numbers_columns(texts: &[String]) -> bool {
    let numbered = |text: &str| {
        let inner = text.trim_start_matches('(').trim_end_matches(')');
        let digits = inner.bytes().take_while(u8::is_ascii_digit).count();
        let rest = &inner[digits..];
        let formula = rest.is_empty() || rest.starts_with(['=', '+', '-', ':', '/', '*']);
        (digits > 0 && digits <= 2 && formula).then(|| inner[..digits].parse::<u32>().ok())?
    };
    let lettered = |text: &str| {
        matches!(text, "甲" | "乙" | "丙" | "丁" | "栏次" | "序号" | "栏号" | "列次" | "a" | "b")
    };
    let numbers: Vec<u32> = texts.iter().filter_map(|text| numbered(text)).collect();
    numbers.len() >= 3
        && numbers.len() + texts.iter().filter(|text| lettered(text)).count() == texts.len()
        && numbers.windows(2).all(|pair| pair[1] == pair[0] + 1)
        && numbers[0] <= 3
}

/// A mark of yes, of no, or neither.
pub(super) fn yes_or_no(folded: &str) -> Option<bool> {
    const YES: &str = "是 已 √ ✓ ✔ 有 合格 通过 已完成 完成 达标 正常 良好 已回头看 无反弹 已复查 \
     无问题";
    const NO: &str = "否 未 × x 未完成 未开展 未回头看 没有 未复查";
    if is_one(YES, folded) {
        Some(true)
    } else if is_one(NO, folded) || number::is_placeholder(folded) {
        Some(false)
    } else {
        None
    }
}

/// The word for a state of the work that differs from a text in one character: 以整治 is a slip for 已整治.
pub(super) fn status_like(folded: &str) -> Option<&'static str> {
    const STATES: &str = "已整治 未整治 整治中 已整改 未整改 整改中 已完成 未完成 已销号 未销号 已拆除 \
     未拆除 拆除中 正在整治 正在整改";
    let length = folded.chars().count();
    STATES.split(' ').find(|state| state.chars().count() == length && strsim::levenshtein(folded, state) == 1)
}

/// Does a result of re-inspection say that it failed?
pub(super) fn failed(folded: &str) -> Option<bool> {
    const FAILED: &str = "不合格 未通过 不通过 反弹 不达标 存在问题 未达标 不符合 需整改 返潮 未整改到位 \
     不到位";
    if folded.contains("无反弹") || folded.contains("未反弹") {
        return Some(false);
    }
    if holds_one(FAILED, folded) {
        return Some(true);
    }
    match yes_or_no(folded) {
        Some(true) => Some(false),
        Some(false) if folded == "否" => Some(true),
        Some(false) => Some(false),
        None => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_say_which_figure_they_give() {
        for (path, expected) in [
            ("当日整治/户数", Some(Kind::Day)),
            ("日进度户数", Some(Kind::Day)),
            ("今日完成户数(户)", Some(Kind::Day)),
            ("累计拆除整治面积m2", Some(Kind::Done)),
            ("累计进度/户数", Some(Kind::Done)),
            ("完成危房改造(户)", Some(Kind::Done)),
            ("整治情况/户数", Some(Kind::Done)),
            ("任务完成户数", Some(Kind::Done)),
            ("累计排查整治户数", Some(Kind::Done)),
            ("排查总数/户数", Some(Kind::Task)),
            ("排查户数", Some(Kind::Task)),
            ("累计排查户数", Some(Kind::Task)),
            ("应整治户数", Some(Kind::Task)),
            ("计划完成户数", Some(Kind::Task)),
            ("总户数", Some(Kind::Task)),
            ("剩余任务/面积", Some(Kind::Left)),
            ("未完成户数", Some(Kind::Left)),
            ("累计进度/占比", Some(Kind::Share)),
            ("完成率(%)", Some(Kind::Share)),
            ("累计进度/排名", Some(Kind::Rank)),
            ("今日新增排查户数", None),
            ("昨日累计户数", None),
            ("本周完成户数", None),
            ("整治总数", None),
            ("房屋面积", Some(Kind::Bare)),
            ("目标人数", Some(Kind::Task)),
            ("应接种人数", Some(Kind::Task)),
            ("完成任务数", Some(Kind::Done)),
            ("应完成任务数", Some(Kind::Task)),
            ("到位资金", Some(Kind::Done)),
            ("未到位资金", Some(Kind::Left)),
            ("应急演练场次", Some(Kind::Bare)),
            ("日接种数", Some(Kind::Day)),
            ("日期", Some(Kind::Bare)),
        ] {
            assert_eq!(kind(path), expected, "{path}");
        }
    }

    #[test]
    fn heads_of_words_and_dates_are_known_in_their_many_spellings() {
        for (leaf, expected) in [
            ("街道(镇)", Some(Key::Street)),
            ("乡镇(街道)", Some(Key::Street)),
            ("镇办", Some(Key::Street)),
            ("社区(村)", Some(Key::Community)),
            ("县(市、区)", Some(Key::District)),
            ("整治完成日期", Some(Key::DoneDate)),
            ("排查时间", Some(Key::FoundDate)),
            ("整改时限", None),
            ("计划完成时间", Some(Key::Other)),
            ("回头看日期", Some(Key::LookedDate)),
            ("排查整治日期", None),
            ("编号", Some(Key::Id)),
            ("户数", None),
        ] {
            assert_eq!(key(leaf, leaf), expected, "{leaf}");
        }
    }

    #[test]
    fn totals_notes_and_numbered_columns_are_no_rows_of_figures() {
        assert!(["合计", "总计:", "魏都区合计", "小计"].iter().all(|label| is_total(label)));
        assert!(!is_total("西关街道") && !is_total("会计街"));
        assert!(is_note("审核人:填报人:") && is_note("注:1.本表") && is_note("注1:x") && !is_note("注家村"));
        let row =
            |texts: &[&str]| numbers_columns(&texts.iter().map(|t| (*t).to_owned()).collect::<Vec<_>>());
        assert!(
            row(&["(1)", "(2)", "(3)"])
                && row(&["甲", "乙", "1", "2", "3=1+2"])
                && !row(&["1", "魏都区", "2", "3"])
        );
        assert!(!row(&["5", "6", "7"]));
    }
}
