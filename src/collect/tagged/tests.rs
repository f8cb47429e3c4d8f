//! Pages and XML that are broken, or made to break: each a fault or a table, quickly, and never half a table.

use super::*;

const PAGE: &str = "<html><!-- x --><body><p>魏都区</p><table><tr><td colspan=2 rowspan='2'>单位</td><td>1&nbsp;</td></tr>\
                    <tr><td>2</td></tr></table></body></html>";
const BOOK: &str = "<?xml version='1.0'?><Workbook xmlns:ss='urn:schemas-microsoft-com:office:spreadsheet'>\
                    <Worksheet ss:Name='a'><Table><Row><Cell><Data ss:Type='Number'>1</Data></Cell></Row></Table>\
                    </Worksheet></Workbook>";

fn cells(tagged: &Tagged) -> Vec<String> {
    let grid = &tagged.grids[0];
    grid.cells.iter().map(|(at, cell)| format!("{at} {}", cell.shown().trim())).collect()
}

#[test]
fn a_page_lies_on_the_sheet_as_excel_lays_it() {
    let page = read_page(PAGE.as_bytes()).unwrap();
    assert_eq!(cells(&page), ["A1 魏都区", "A2 单位", "C2 1", "C3 2"]);
    assert_eq!(page.grids[0].merges, [Merge { top: 1, left: 0, bottom: 2, right: 1 }]);
}

#[test]
fn a_table_cut_off_anywhere_is_no_table() {
    let end = PAGE.find("</table>").unwrap();
    for cut in (0..end + "</table".len()).filter(|cut| PAGE.is_char_boundary(*cut)) {
        assert!(read_page(&PAGE.as_bytes()[..cut]).is_err(), "{}", &PAGE[..cut]);
    }
    for cut in 0..BOOK.len() {
        assert!(read_book(&BOOK.as_bytes()[..cut]).is_err(), "{}", &BOOK[..cut]);
    }
    assert_eq!(cells(&read_book(BOOK.as_bytes()).unwrap()), ["A1 1"]);
}

#[test]
fn spans_and_indices_beyond_reason_cost_nothing() {
    let wide = "<td colspan=4294967295 rowspan=4294967295>1</td>".repeat(10_000);
    let page = read_page(format!("<table><tr>{wide}</tr></table>").as_bytes());
    assert_eq!(page.unwrap_err().code, Code::F014);
    let row = "<tr><td rowspan=65534>1</td><td>2</td></tr>".repeat(3_000);
    assert!(read_page(format!("<table>{row}</table>").as_bytes()).is_err());
    for (from, to) in [
        ("<Row>", "<Row ss:Index='4294967295'>"),
        ("<Cell>", "<Cell ss:Index='4294967295'>"),
        ("<Cell>", "<Cell ss:MergeAcross='4294967295'>"),
    ] {
        assert_eq!(read_book(BOOK.replace(from, to).as_bytes()).unwrap_err().code, Code::F013, "{to}");
    }
    let tags = "<b><div><p><font>".repeat(100_000);
    assert!(read_page(format!("<table><tr><td>{tags}</table>").as_bytes()).is_ok());
}
