//! The catalogue of faults: code, severity, and what is said of it in Chinese and English.
//!
//! Codes are a promise: F files, S sheets and heads, M what a plan says of a workbook's layout, C cells,
//! R records of a ledger, T totals, H against the last issue, X the whole city, A written texts, G glyphs.
//! `{found}`, `{expected}`, `{district}` and
//! further names in the texts are filled from the [`super::Fault`].

use std::fmt;
use std::str::FromStr;

use super::Lang;

/// How bad a fault is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub enum Severity {
    /// put right by rule, or worth knowing
    Info,
    /// used, but doubtful
    Warning,
    /// a value, file or district is not used
    Error,
}

impl Severity {
    /// `error`, `warning`, `info`, as in JSON and plans.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Severity::Info => "info",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }
}

/// One entry of the table below.
struct Entry {
    code: Code,
    name: &'static str,
    severity: Severity,
    message: [&'static str; 2],
    hint: [&'static str; 2],
}

macro_rules! catalogue {
    ($($code:ident $severity:ident, $zh:literal, $en:literal, $zh_hint:literal, $en_hint:literal;)*) => {
        /// A fault's stable code.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $(
                #[doc = $en]
                $code,
            )*
        }

        const ENTRIES: &[Entry] = &[$(Entry {
            code: Code::$code,
            name: stringify!($code),
            severity: Severity::$severity,
            message: [$zh, $en],
            hint: [$zh_hint, $en_hint],
        },)*];
    };
}

catalogue! {
    F001 Error,
        "未收到{district}的报表",
        "no workbook received from {district}",
        "请{district}补报；若已报送，请核对文件名是否含区县名称或其简称",
        "ask {district} for it; if it was sent, see that the file's name holds the district's name or an alias of the plan";
    F002 Error,
        "{district}收到两份内容不一致的报表：{found}，均未采用",
        "two workbooks that differ for {district}: {found}; neither was used",
        "保留一份，移走另一份后重新运行",
        "keep one, move the other away, and run again";
    F003 Error,
        "“{found}”不在区县名单中{expected}",
        "`{found}` is no district of the plan{expected}",
        "改正文件名，或在计划的 aliases 中写上这个名称",
        "mend the file's name, or add the name to a district's aliases in the plan";
    F004 Warning,
        "文件最后修改于{found}，早于报告日{expected}，可能是旧表",
        "last modified {found}, before the report day {expected}: it may be an old one",
        "请{district}确认是当日的数",
        "ask {district} whether the figures are the day's";
    F005 Error,
        "填报日期为{found}，不是报告日{expected}",
        "report date is {found}, not the report day {expected}",
        "请报送当日报表，或改正表内填报日期",
        "send the workbook of the day, or mend the date in it";
    F006 Warning,
        "内容与上期所用报表完全相同",
        "byte for byte the workbook that the last issue used",
        "请确认当日确无进展",
        "confirm that there was no progress";
    F007 Warning,
        "文件名写“{found}”，表内写“{expected}”",
        "the file's name says {found}, the sheet says {expected}",
        "统一两处名称",
        "make the two agree";
    F008 Info,
        "{found}与{expected}内容完全相同，只读其一",
        "{found} and {expected} are the same bytes; one was read",
        "可删去一份",
        "one can be removed";
    F009 Warning,
        "{found}与{expected}格式或版式不同而数相同，只用其一",
        "{found} and {expected} give the same figures; one was used",
        "删去一份",
        "remove one";
    F010 Error,
        "不是可读的表格文件（识别为{found}）",
        "not a readable workbook (looks like {found})",
        "请用 Excel 或 WPS 打开，另存为 .xlsx 后重报",
        "open it in Excel or WPS, save it as .xlsx and send it again";
    F011 Info,
        "扩展名与内容不符：实为{found}，已按内容读取",
        "the extension does not fit: it is {found}, and was read as that",
        "改正扩展名",
        "mend the extension";
    F012 Error,
        "文件已加密",
        "the file is password-protected",
        "取消打开密码后重报",
        "take the password off and send it again";
    F013 Error,
        "文件不完整或已损坏：{found}",
        "the file is truncated or corrupt: {found}",
        "可能未传完，请重新报送",
        "it may have been half-copied; send it again";
    F014 Error,
        "文件超过安全限制：{found}，上限{expected}",
        "the file exceeds a safety limit: {found}, limit {expected}",
        "删去无用的工作表和格式后重报",
        "remove unused sheets and formats and send it again";
    F015 Info,
        "临时文件未读：{found}",
        "lock or temporary file passed over: {found}",
        "无须处理",
        "nothing to do";
    F016 Error,
        "读取程序异常终止，已隔离：{found}",
        "reading it failed and was isolated: {found}",
        "请用 Excel 或 WPS 另存为 .xlsx 后重报；确需更多内存或时间的，在方案 limits 中放宽",
        "save it anew as .xlsx in Excel or WPS and send it again; for a sound one that needs more, raise the plan's limits";
    F017 Warning,
        "文件仍在写入，本次未读",
        "the file is still being written and was not read",
        "传完后重新运行",
        "run again when it has arrived";
    F018 Error,
        "读取时出错，本次未用：{found}",
        "could not be read and was not used: {found}",
        "检查磁盘或网络后重新运行；这一期已发出的，用 --correct 更正",
        "see to the disk or network and run again; where the edition is out, correct it with --correct";
    F019 Info,
        "文件夹“{found}”未进入，其中的文件未读",
        "folder {found} was not entered; the files in it were not read",
        "报表直接放在当日目录里",
        "put workbooks into the day's folder itself";
    F020 Warning,
        "名称写的是{found}，本期为{expected}；表内没有日期，已采用",
        "its name gives {found}, the report day is {expected}; nothing within states a day, and it was used",
        "核对是否误报了另一天的表；确为当日的，在表题写明日期",
        "see whether another day's was sent; if it is the day's, state the date in the title";
    F021 Error,
        "第{row}行有{found}格，其上各行至多{expected}格：像是数里的千分位逗号把一个数拆成了两格",
        "row {row} has {found} fields, those above it {expected} at most: a comma within a number seems to have made two of it",
        "数里不写千分位逗号，或给数加上引号；也可另存为 .xlsx",
        "leave out the commas within numbers, or put such numbers in quotes; or save as .xlsx";
    S001 Error,
        "没有找到表头（查看了前{rows}行）；缺：{expected}{found}",
        "no header found (in the first {rows} rows); missing: {expected}{found}",
        "表头应有各项指标的累计、剩余或总数列，一列一项，一个单位一行；可用 tongbao template 生成空表",
        "the head needs columns for done, left or task of each measure, and a row a place; tongbao template writes a blank form";
    S002 Error,
        "缺少必需列“{expected}”{found}",
        "required column {expected} is missing{found}",
        "补上该列，或改用标准表头；指标另有叫法的，在计划中写入 aliases",
        "add the column, or name it as the template does; where the measure goes by another name, add it to its `aliases`";
    S003 Error,
        "列“{expected}”出现两次：{found}",
        "column {expected} stands twice: {found}",
        "删去或改名其中一列；左右并排的两个表，分放两个工作表",
        "remove or rename one; put two tables that stand side by side on two sheets";
    S004 Info,
        "未识别的列已忽略：{found}",
        "unknown columns passed over: {found}",
        "无须处理",
        "nothing to do";
    S005 Warning,
        "多个工作表都像数据表：{found}；采用{expected}",
        "several sheets look like data: {found}; used {expected}",
        "只留一个，或在计划中指明",
        "leave one, or name it in the plan";
    S006 Info,
        "隐藏工作表“{found}”含数据，未采用",
        "hidden sheet {found} holds data and was not used",
        "确认隐藏表无用",
        "make sure that it is not meant";
    S007 Warning,
        "{found}被隐藏，仍计入",
        "{found} hidden, and counted all the same",
        "取消隐藏并核对",
        "show them and check";
    S008 Error,
        "单位不明：“{found}”未注明单位",
        "no unit stated for {found}",
        "在表头写明单位，如（{expected}）",
        "state the unit in the head, as （{expected}）";
    S009 Info,
        "“{found}”以{unit}计，已换算为{expected}",
        "{found} is in {unit}; converted to {expected}",
        "无须处理",
        "nothing to do";
    S010 Error,
        "疑为单位错误：{found}，上期为{expected}",
        "unit slip suspected: {found}, last issue {expected}",
        "核对单位，如㎡还是万㎡",
        "check the unit, as ㎡ or 万㎡";
    S011 Error,
        "几个工作表的数不一致：{found}，均未采用",
        "sheets that say unlike things: {found}; none was used",
        "只留一个，或把其余的隐藏，或在计划中指明",
        "leave one, hide the others, or name the sheet in the plan";
    S012 Info,
        "每个工作表各为一个街道，已合计：{found}",
        "a sheet a street, summed: {found}",
        "无须处理",
        "nothing to do";
    S013 Warning,
        "第{row}行起像是另一个表格，未读",
        "from row {row} on there seems to be another table, which was not read",
        "一个工作表只放一个表格",
        "keep one table a sheet";
    S014 Warning,
        "“{found}”等于其下（或其上）各行之和，作小计，未重复计",
        "{found} is the sum of the rows below, or above, it and was not counted twice",
        "小计行写明“小计”",
        "name such a row 小计";
    S015 Info,
        "第{row}行“{found}”不是单位，未计入",
        "row {row}, {found}, is no place's and was not counted",
        "无须处理",
        "nothing to do";
    S016 Warning,
        "第{row}行“{found}”不是本通报的单位{expected}，未采用",
        "row {row}, {found}, is none of the plan's districts{expected} and was not used",
        "改用单位全称；惯用简称的，在计划的 districts 中写入 aliases",
        "use the district's full name, or add what it is called to its `aliases` in the plan";
    S017 Warning,
        "“{found}”未注明单位，按同一指标的首列以{expected}计",
        "{found} states no unit; taken as {expected}, as the measure's first column says",
        "在表头写明单位",
        "state the unit in the head";
    S018 Info,
        "表是横排的（一项指标一行），已按行列互换读取",
        "the table lies on its side, a figure a row; it was read with rows and columns changed about",
        "无须处理；各区竖排、指标横排更稳妥",
        "nothing to do; a place a row and a figure a column is safer";
    M001 Error,
        "文件中没有计划指定的工作表“{expected}”；有：{found}",
        "the file has no sheet `{expected}`, which the plan names; it has {found}",
        "改正工作表名，或改计划 workbooks 中的 sheet",
        "rename the sheet, or mend `sheet` under `workbooks` in the plan";
    M002 Error,
        "计划指定第{expected}行为表头，该行{found}",
        "the plan says that row {expected} is the head; it {found}",
        "按计划的样子摆放表头，或改计划 workbooks 中的 header",
        "put the head where the plan says, or mend `header` under `workbooks` in the plan";
    M003 Error,
        "没有计划指定的列“{expected}”；有：{found}",
        "there is no column `{expected}`, which the plan names; there is {found}",
        "补上该列，或改计划 workbooks 中的 columns",
        "add the column, or mend `columns` under `workbooks` in the plan";
    M004 Error,
        "{column}列的表头是“{found}”，计划写的是“{expected}”",
        "column {column} is headed `{found}`, the plan says `{expected}`",
        "核对列是否错位；表头确已改名的，改计划 workbooks 中的 title",
        "see whether columns have moved; where the head was renamed, mend `title` under `workbooks` in the plan";
    M005 Error,
        "计划指定的“{expected}”不能确定是哪一列：{found}",
        "which column the plan means by `{expected}` is not clear: {found}",
        "在计划 workbooks 中用列号（如 D）或全部表头（如 累计/户数）指明",
        "name it under `workbooks` in the plan by its letter, as D, or by all its heads, as 累计/户数";
    M006 Error,
        "计划指定的单位“{found}”不能换算为{expected}",
        "the unit `{found}`, which the plan names, does not convert to {expected}",
        "改计划 workbooks 中的 unit",
        "mend `unit` under `workbooks` in the plan";
    C001 Error,
        "“{found}”不是数字",
        "`{found}` is not a number",
        "只填数字，说明写入备注列",
        "enter the number alone and put remarks in the column 备注";
    C002 Error,
        "出现负数{found}",
        "negative: {found}",
        "改正为非负数",
        "enter a number not below 0";
    C003 Error,
        "应为整数：{found}",
        "expected a whole number, found {found}",
        "改正为整数",
        "enter a whole number";
    C004 Info,
        "文本数字“{found}”已读作{expected}",
        "text `{found}` was read as {expected}",
        "可改为数值格式",
        "could be stored as a number";
    C005 Info,
        "去掉单位后“{found}”读作{expected}",
        "`{found}` was read as {expected} without its unit",
        "单位写入表头",
        "put the unit in the head";
    C006 Error,
        "单元格为错误值{found}",
        "the cell holds the error {found}",
        "改正公式后重报",
        "mend the formula and send it again";
    C007 Error,
        "公式没有计算结果",
        "the formula has no stored value",
        "请用 Excel 或 WPS 打开并保存后重报",
        "open and save it in Excel or WPS and send it again";
    C008 Warning,
        "“{found}”按空值处理，不作 0",
        "`{found}` was taken as empty, not as 0",
        "没有则填 0，不适用则留空",
        "enter 0 for none, leave blank where it does not apply";
    C010 Error,
        "“{found}”不是日期",
        "`{found}` is not a date",
        "写成 2021-07-14 的样子",
        "write it as 2021-07-14";
    C011 Info,
        "日期“{found}”缺年份，读作{expected}",
        "date `{found}` has no year; read as {expected}",
        "写全年月日",
        "write year, month and day";
    C012 Error,
        "“{found}”是数字，无法分辨日期",
        "`{found}` is a number and could be more than one date",
        "改为日期格式或写成 2021-07-14",
        "make it a date or write 2021-07-14";
    C013 Info,
        "数字{found}按日期{expected}处理",
        "number {found} was read as the date {expected}",
        "改为日期格式",
        "format it as a date";
    C014 Error,
        "日期{found}不在{expected}内",
        "date {found} is outside {expected}",
        "核对日期",
        "check the date";
    R001 Error,
        "“{found}”重复",
        "{found} stands twice",
        "删去重复行；不是同一个的，改正名称或编号",
        "remove one row; where they are two, mend the name or number";
    R002 Warning,
        "疑似重复户（户主与地址相同）：{found}",
        "probably the same household twice: {found}",
        "核对两行",
        "compare the two rows";
    R003 Error,
        "完成日期{found}晚于报告日{expected}",
        "completed {found}, after the report day {expected}",
        "改正完成日期",
        "mend the completion date";
    R004 Warning,
        "完成日期{found}早于排查日期{expected}",
        "completed {found}, before it was found {expected}",
        "核对两个日期",
        "check the two dates";
    R005 Warning,
        "状态“{found}”与完成日期矛盾",
        "status {found} contradicts the completion date",
        "统一状态与日期",
        "make the two agree";
    R006 Warning,
        "未知的状态或方式“{found}”{expected}",
        "unknown status or way `{found}`{expected}",
        "改用规定的词",
        "use a listed word";
    R007 Warning,
        "数值{found}超出{expected}",
        "{found} is outside {expected}",
        "核对数值",
        "check the value";
    R008 Warning,
        "回头看日期{found}早于完成日期{expected}",
        "re-inspected {found}, before completion {expected}",
        "核对两个日期",
        "check the two dates";
    R009 Error,
        "第{row}行缺少{expected}",
        "row {row} lacks {expected}",
        "补填",
        "fill it in";
    R010 Error,
        "第{row}行与上一行是同一户（单元格合并），完成情况却不同",
        "row {row} is of the same household as the one above (its cells are merged), but not as far done",
        "整户完成的，各行完成日期写成一样；未完成的，都留空；或不合并，一户一行",
        "give all its rows the one date, or none where it is not done; or unmerge them, a row a household";
    T001 Error,
        "{measure}：累计{found}大于总数{expected}",
        "{measure}: done {found} exceeds the task {expected}",
        "核对累计与总数",
        "check the two";
    T002 Warning,
        "合计行{measure}为{found}，各行之和为{expected}，差{difference}；按各行之和计",
        "total row says {found} for {measure}, the rows sum to {expected}, off by {difference}; the rows were used",
        "核对合计公式",
        "check the total's formula";
    T003 Error,
        "{measure}：累计＋剩余为{found}，总数为{expected}",
        "{measure}: done + left is {found}, the task {expected}",
        "核对三项",
        "check the three";
    T004 Warning,
        "报表占比{found}%，应为{expected}%",
        "share given as {found} %, is {expected} %",
        "占比由程序计算，可不填",
        "shares are computed; leave them out";
    T005 Warning,
        "报表排名{found}，应为{expected}",
        "rank given as {found}, is {expected}",
        "排名由程序计算，可不填",
        "ranks are computed; leave them out";
    T006 Warning,
        "{found}有数而{expected}为零",
        "{found} has an amount while {expected} has none",
        "核对两项",
        "check the two";
    T007 Error,
        "{measure}：各街道之和{found}不等于本区{expected}",
        "{measure}: the streets sum to {found}, the district's row says {expected}",
        "核对街道各行与本区一行",
        "check the streets against the district's row";
    T008 Error,
        "{measure}：当日{found}大于累计{expected}",
        "{measure}: the day's {found} exceeds done so far, {expected}",
        "核对当日数与累计数",
        "check the two";
    H001 Error,
        "{measure}：累计{found}小于上期{expected}",
        "{measure}: done {found} is below the last issue's {expected}",
        "核对累计；确需核减的，请书面说明后用 --correct 更正上期",
        "check it; if the last issue was wrong, correct that one with --correct";
    H002 Error,
        "{measure}：累计{found}，不等于上期累计与当日之和{expected}，差{difference}",
        "{measure}: done {found} is not the last issue's plus the day's, {expected}; off by {difference}",
        "核对当日数与累计数",
        "check the day's and the cumulative figure";
    H003 Warning,
        "{measure}：总数由{expected}变为{found}",
        "{measure}: the task moved from {expected} to {found}",
        "在说明中注明核增、核减的依据",
        "state the grounds for the change";
    H004 Info,
        "上期为{expected}，相隔{days}日，当日数无法与上期核对",
        "the last issue is of {expected}, {days} days ago: the day's figure cannot be checked against it",
        "无须处理",
        "nothing to do";
    H005 Warning,
        "台账中有{found}户上期有、本期无",
        "{found} households of the last issue's ledger are gone",
        "核对台账",
        "check the ledger";
    H006 Warning,
        "{found}户由已整治退回未整治",
        "{found} households went back from done to not done",
        "核对台账",
        "check the ledger";
    H007 Warning,
        "{measure}：单日完成{found}，是近{days}期均值的{times}倍",
        "{measure}: {found} in one day is {times} times the mean of the last {days} issues",
        "核对当日数",
        "check the day's figure";
    H008 Warning,
        "{measure}：表内上期累计为{found}，上期通报为{expected}",
        "{measure}: the sheet says {found} up to the last issue, which printed {expected}",
        "核对表内的上期累计",
        "check the figure in the sheet";
    X001 Warning,
        "{found}未报，全市合计含沿用上期的数",
        "{found} did not report; the total holds figures carried from the last issue",
        "催报后用 --correct 更正",
        "ask for it, then correct with --correct";
    X002 Info,
        "{measure}：{found}占比并列",
        "{measure}: {found} share a rank",
        "无须处理",
        "nothing to do";
    X003 Error,
        "{district}未报，且无上期可沿用，合计不含该区",
        "{district} did not report and no last issue has it; the total leaves it out",
        "催报后用 --correct 更正",
        "ask for it, then correct with --correct";
    X004 Warning,
        "计划中 first_issue 为{expected}，档案中本系列已编到{found}，本期仍接着编为{next}",
        "first_issue is {expected}, the archive has {found} of this series already; numbered on as {next}",
        "接着编号的，把 first_issue 改回首期的号数；另行编号的，在计划中换一个 series",
        "to number on, set first_issue back to the first issue's number; to begin anew, give the plan another `series`";
    X005 Warning,
        "期号由{found}跳到{expected}，中间的期号空缺",
        "the number jumps from {found} to {expected}; those between are passed over",
        "核对计划中的 first_issue；确有纸质各期的，不必处理",
        "check `first_issue` in the plan; nothing to do where the issues between were put out on paper";
    X006 Warning,
        "档案中本系列上一期{label}题为“{found}”，本期题为“{expected}”",
        "the last issue of this series, {label}, is titled `{found}`, this one `{expected}`",
        "标题确已改的，不必处理；两个计划共用一个档案的，各写不同的 series",
        "nothing to do where the title was changed; where two plans name one archive, give each its own `series`";
    X007 Warning,
        "统计范围与上期不同：{found}",
        "other districts are counted than in the last issue: {found}",
        "计划中 districts 确已改的，不必处理；只改名称的，把原名写进该单位的 aliases",
        "nothing to do where `districts` was meant to change; where only a name did, keep the old one among its `aliases`";
    X008 Warning,
        "{measure}的单位由{found}改为{expected}，上期数未作比较，也未沿用",
        "{measure} was counted in {found} and is in {expected} now: the last issue's figures are neither compared nor carried",
        "计划中的 unit 确已改的，不必处理；否则改回",
        "nothing to do where `unit` was meant to change; else set it back";
    A001 Error,
        "文章未采用：{found}",
        "the text was not used: {found}",
        "改好文件后用 --correct 更正，或移走它",
        "mend the file and correct with --correct, or move it away";
    A002 Warning,
        "不支持的写法（{found}），按文字照排",
        "{found} is not supported and was set as plain text",
        "改用标题、段落、粗体、斜体、列表、表格、图片和引用",
        "use headings, paragraphs, strong, emphasis, lists, tables, pictures and quotes";
    A003 Error,
        "图片“{found}”未采用：{expected}",
        "picture {found} was not used: {expected}",
        "把 JPEG 或 PNG 图片与文章放在同一文件夹，核对文件名",
        "put a JPEG or PNG beside the article, and see that the name agrees";
    A004 Warning,
        "图片“{found}”没有说明文字",
        "picture {found} has no words that say what it shows",
        "写成 ![说明](文件名)，供看不到图片的人知道图中内容",
        "write ![what it shows](file)";
    A005 Info,
        "注释不印：{found}",
        "a comment is not printed: {found}",
        "无须处理；要印就去掉注释符号",
        "nothing to do; take the marks of the comment away to have it printed";
    A006 Info,
        "图片“{found}”{expected}",
        "picture {found}: {expected}",
        "无须处理；印前看一眼效果",
        "nothing to do; look at the page before it goes out";
    G001 Warning,
        "字库中没有“{found}”（{expected}），以〓代替",
        "no font has `{found}` ({expected}); 〓 is drawn in its place",
        "核对该字，或换一个写法；确需此字的，在版式文件的 fonts 中换用有此字的字体",
        "check the character, or write it otherwise; where it must stand, name a face that has it under `fonts` in the style file";
}

impl Code {
    /// Every code, in the catalogue's order.
    pub fn all() -> impl Iterator<Item = Code> {
        ENTRIES.iter().map(|entry| entry.code)
    }

    fn entry(self) -> &'static Entry {
        // the enum and the table come from one list, in one order
        &ENTRIES[self as usize]
    }

    /// The severity where a plan sets no other.
    #[must_use]
    pub fn severity(self) -> Severity {
        self.entry().severity
    }

    /// The code as written: `T002`.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.entry().name
    }

    /// The message's template.
    #[must_use]
    pub fn message(self, lang: Lang) -> &'static str {
        self.entry().message[usize::from(lang == Lang::En)]
    }

    /// The way out's template.
    #[must_use]
    pub fn hint(self, lang: Lang) -> &'static str {
        self.entry().hint[usize::from(lang == Lang::En)]
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Code {
    type Err = String;
    fn from_str(text: &str) -> Result<Code, String> {
        Code::all().find(|code| code.name() == text).ok_or_else(|| format!("no fault has the code `{text}`"))
    }
}

impl serde::Serialize for Code {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

impl<'de> serde::Deserialize<'de> for Code {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Code, D::Error> {
        let name = String::deserialize(deserializer)?;
        name.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_finds_its_own_entry_and_says_what_to_do() {
        for code in Code::all() {
            assert_eq!(code.name().parse::<Code>(), Ok(code));
            for lang in [Lang::Zh, Lang::En] {
                assert!(!code.message(lang).is_empty() && !code.hint(lang).is_empty(), "{code}");
            }
        }
    }
}
