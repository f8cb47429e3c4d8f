//! Words that titles and names are made of, so that they are broken by sense (GB/T 9704-2012 7.3.1:
//! 回行时, 要做到词意完整). A break inside one costs; a break after a particle is welcome.

use std::collections::BTreeMap;
use std::sync::LazyLock;

/// The price of a break inside a word, beside which no evenness of lines is worth it.
const INSIDE: i64 = 4000;
/// The price of a break between any two characters of a title.
const ANYWHERE: i64 = 300;

/// Words of notices, campaigns and administrative divisions; every occurrence holds its own inner
/// boundaries, so it does not matter that one word holds another.
const WORDS: &str = "中心城区 城区 房屋 安全 隐患 集中 整治 工作 通报 情况 进展 进度 通知 关于 开展 专项 行动 攻坚 \
    排查 治理 自建房 经营性 危房 改造 拆除 拆迁 征收 建设 项目 重点 重大 投资 招商 引资 环境 环保 大气 污染 防治 \
    扬尘 散煤 秸秆 禁烧 植树 造林 绿化 国土 生态 修复 河道 河长 水利 防汛 抗旱 救灾 应急 管理 消防 燃气 电动 自行车 \
    道路 交通 公路 农村 乡村 振兴 脱贫 扶贫 人居 垃圾 分类 厕所 革命 污水 处理 管网 老旧 小区 棚户区 棚改 保障 住房 \
    疫情 防控 疫苗 接种 核酸 检测 医保 社保 参保 征缴 就业 教育 学校 医院 卫生 健康 食品 药品 市场 监管 企业 服务 \
    营商 优化 税收 财政 资金 拨付 清欠 信访 积案 化解 矛盾 纠纷 平安 扫黑 除恶 反诈 宣传 文明 创建 全国 城市 市容 \
    违法 违章 违建 建筑 施工 工地 质量 提升 三年 年度 月度 季度 阶段 任务 完成 目标 考核 督查 督办 排名 统计 汇总 \
    经济 技术 开发区 高新 产业 集聚区 示范区 一体化 城乡 新区 街道 办事处 社区 乡镇 人民 政府 办公室 委员会 指挥部 \
    领导 小组 党工委 管委会 综合 执法 自然 资源 规划 发展 改革 工业 信息化 农业 林业 民政 财产 普查 人口 经济普查 百日 住建局 副局长 局长 主任 副主任 书记 记者 通讯员 \
    户数 面积 占比 排名 户均 单位 今日 昨日 当日 累计 剩余 进度 国家 省级 市级 县级 全市 全县 全区 日报 周报 月报 专报 简报 快报 公报 通告 公告 附表 一览表 统计表";

/// Words that belong together: a break between them costs, but less than one inside.
const PHRASES: &str = "集中整治 专项整治 综合整治 百日攻坚 集中攻坚 专项行动 安全隐患 隐患排查 排查整治 领导小组 工作简报 工作通报 \
    工作动态 工作专报 工作日报 工作情况 进展情况 完成情况 情况通报 情况汇报 中心城区 城乡建设 住房保障 生态环境 应急管理 \
    综合执法 综合协调 乡村振兴 人居环境 大气污染 污染防治 老旧小区 招商引资 重点项目 营商环境 平安建设 文明创建 整治工作 攻坚工作 指挥部办公室 \
    领导小组办公室 委员会办公室";
/// The price of a break between the words of a phrase.
const BETWEEN: i64 = 2500;

/// A word, and what a break inside it costs.
type Priced = (Vec<char>, i64);

/// The words by their first character.
static BY_FIRST: LazyLock<BTreeMap<char, Vec<Priced>>> = LazyLock::new(|| {
    let mut by_first: BTreeMap<char, Vec<Priced>> = BTreeMap::new();
    let words = WORDS.split_whitespace().map(|word| (word, INSIDE));
    for (word, price) in words.chain(PHRASES.split_whitespace().map(|phrase| (phrase, BETWEEN))) {
        let word: Vec<char> = word.chars().collect();
        if let Some(first) = word.first() {
            by_first.entry(*first).or_default().push((word, price));
        }
    }
    by_first
});

/// What a break after each character costs, beside what it costs anyway.
pub(super) fn within(chars: &[char]) -> Vec<i64> {
    let mut costs: Vec<i64> = chars
        .iter()
        .map(|c| match c {
            '的' | '和' | '与' | '及' | '暨' | '、' | '，' | '：' | ' ' | '）' | '》' => 0,
            _ => ANYWHERE,
        })
        .collect();
    for (at, first) in chars.iter().enumerate() {
        for (word, price) in BY_FIRST.get(first).into_iter().flatten() {
            if chars[at..].starts_with(word) {
                costs[at..at + word.len() - 1].iter_mut().for_each(|cost| *cost = (*cost).max(*price));
            }
        }
    }
    costs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_of_the_trade_is_held_together() {
        let chars: Vec<char> = "隐患的整治".chars().collect();
        assert_eq!(within(&chars), [INSIDE, ANYWHERE, 0, INSIDE, ANYWHERE]);
    }

    #[test]
    fn an_office_stands_with_whom_it_serves() {
        let chars: Vec<char> = "整治工作指挥部办公室".chars().collect();
        let costs = within(&chars);
        assert_eq!((costs[1], costs[3], costs[6]), (BETWEEN, ANYWHERE, BETWEEN));
    }

    #[test]
    fn words_that_belong_together_are_parted_before_a_word_is() {
        let chars: Vec<char> = "集中整治".chars().collect();
        assert_eq!(within(&chars), [INSIDE, BETWEEN, INSIDE, ANYWHERE]);
    }
}
