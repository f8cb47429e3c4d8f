//! What reading costs, against a bare loop over calamine's reader; run by hand:
//! `cargo test --release --lib collect::tests::weight -- --ignored --nocapture`

use std::io::Cursor;
use std::time::Instant;

use calamine::{Reader, Xlsx};

use super::desk::{Desk, Put, plan, row, write};

fn ledger(rows: u32) -> Vec<Vec<Put>> {
    let mut sheet = vec![
        row!["许昌经济技术开发区房屋安全隐患排查整治台账"],
        row![
            "编号",
            "户主姓名",
            "街道",
            "社区（村）",
            "房屋面积（㎡）",
            "隐患类型",
            "排查日期",
            "整治方式",
            "整治完成日期",
            "备注"
        ],
    ];
    let names: Vec<&'static str> =
        (0..2000).map(|i| -> &'static str { Box::leak(format!("王{i}").into_boxed_str()) }).collect();
    for i in 0..rows {
        let id: &'static str = Box::leak(format!("JK{i:06}").into_boxed_str());
        let mut line = row![
            id,
            names[i as usize % 2000],
            ["长村张街道", "龙湖街道"][i as usize % 2],
            ["周庄社区", "瑞昌社区", "屯里社区"][i as usize % 3],
            f64::from(i % 300) + 0.25,
            ["违章加层", "彩钢瓦", "D级危房"][i as usize % 3],
            Put::Date(2021, 6, 15 + i % 5),
        ];
        if i % 3 > 0 {
            line.extend(row!["拆除", Put::Date(2021, 7, 1 + i % 14)]);
        }
        sheet.push(line);
    }
    sheet
}

fn cpu() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap();
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap().split_whitespace().collect();
    (fields[11].parse::<f64>().unwrap() + fields[12].parse::<f64>().unwrap()) / 100.0
}

fn peak() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    status.lines().find(|l| l.starts_with("VmHWM")).unwrap_or("").to_owned()
}

#[test]
#[ignore = "a measurement, not a check; needs --release"]
fn a_hundred_thousand_rows_cost_little_more_than_calamine_alone() {
    let folder = std::env::temp_dir().join("tongbao-weight");
    if !folder.exists() {
        let mut desk = Desk::new();
        for name in ["甲区.xlsx", "乙区.xlsx", "丙区.xlsx", "丁区.xlsx", "戊区.xlsx"] {
            desk = desk.workbook(name, |book| write(book.add_worksheet(), &ledger(20_000)));
        }
        std::fs::create_dir(&folder).unwrap();
        for entry in std::fs::read_dir(desk.path()).unwrap() {
            let entry = entry.unwrap();
            std::fs::copy(entry.path(), folder.join(entry.file_name())).unwrap();
        }
        println!("written; run again to measure");
        return;
    }
    let districts: &[(&str, &[&str])] =
        &[("甲区", &[]), ("乙区", &[]), ("丙区", &[]), ("丁区", &[]), ("戊区", &[])];
    let plan = plan(districts, &[("户数", "户"), ("面积", "㎡")]);
    println!("start {}", peak());
    for _ in 0..3 {
        let (before, wall) = (cpu(), Instant::now());
        let inbox = crate::collect::Inbox::open(&folder).unwrap();
        let collected = crate::collect::collect(&plan, "2021-07-14".parse().unwrap(), &inbox);
        println!(
            "collect {:.2} s cpu, {:.2} s wall, {}",
            cpu() - before,
            wall.elapsed().as_secs_f64(),
            peak()
        );
        assert_eq!(collected.returns.len(), 5, "{:#?}", collected.faults);
        let before = cpu();
        let mut cells = 0_u64;
        for entry in std::fs::read_dir(&folder).unwrap() {
            let bytes = std::fs::read(entry.unwrap().path()).unwrap();
            let mut book: Xlsx<_> = Xlsx::new(Cursor::new(&bytes[..])).unwrap();
            let name = book.sheet_names()[0].clone();
            let mut reader = book.worksheet_cells_reader(&name).unwrap();
            while let Some(cell) = reader.next_cell().unwrap() {
                cells += u64::from(cell.get_position().0 > 0);
            }
        }
        println!("bare {:.2} s cpu, {cells} cells", cpu() - before);
    }
}
