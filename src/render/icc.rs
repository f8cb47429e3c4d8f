//! The colour space of the page: sRGB as an ICC profile, written from its definition.
//!
//! Sources: IEC 61966-2-1 (primaries and the curve), ICC.1:2004-10 (profile version 4.2; the layout of header,
//! tags and types). The primaries are those of IEC 61966-2-1 adapted from D65 to D50 by the Bradford
//! matrix, as the ICC asks; every number below is an s15Fixed16 of the value in its comment.

const HEADER: usize = 128;

/// The profile: some 500 bytes, since version 4 writes the curve as its five parameters.
pub(super) fn srgb() -> Vec<u8> {
    let xyz = |x: i64, y: i64, z: i64| typed(b"XYZ ", &[fixed(x), fixed(y), fixed(z)].concat());
    let curve = typed(
        b"para",
        &[
            // function type 3: Y = (aX + b)^g from d upwards, cX below
            vec![0, 3, 0, 0],
            fixed(240_000), // g  2.4
            fixed(94_787),  // a  1/1.055
            fixed(5_213),   // b  0.055/1.055
            fixed(7_740),   // c  1/12.92
            fixed(4_045),   // d  0.04045
        ]
        .concat(),
    );
    let adaptation = [104_788, 2_292, -5_022, 2_959, 99_048, -1_707, -925, 1_508, 75_168];
    let tags: [([u8; 4], Vec<u8>); 10] = [
        (*b"desc", localized("sRGB")),
        (*b"cprt", localized("no copyright, use freely")),
        (*b"wtpt", xyz(96_420, 100_000, 82_491)), // D50, as ICC.1:2004-10 asks of a display
        (*b"chad", typed(b"sf32", &adaptation.map(fixed).concat())),
        (*b"rXYZ", xyz(43_607, 22_249, 1_392)),
        (*b"gXYZ", xyz(38_515, 71_687, 9_708)),
        (*b"bXYZ", xyz(14_307, 6_061, 71_410)),
        (*b"rTRC", curve.clone()),
        (*b"gTRC", curve.clone()),
        (*b"bTRC", curve),
    ];
    assembled(&tags)
}

fn assembled(tags: &[([u8; 4], Vec<u8>)]) -> Vec<u8> {
    let mut table = be32(tags.len());
    let mut data: Vec<u8> = Vec::new();
    let data_start = HEADER + 4 + 12 * tags.len();
    // the three curves are one: tags may share their data
    let mut written: Vec<(&[u8], usize)> = Vec::new();
    for (signature, value) in tags {
        let shared = written.iter().find(|(bytes, _)| *bytes == value.as_slice()).map(|(_, at)| *at);
        let at = shared.unwrap_or_else(|| {
            let at = data_start + data.len();
            data.extend(value);
            data.resize(data.len().next_multiple_of(4), 0);
            written.push((value, at));
            at
        });
        table.extend(signature);
        table.extend(be32(at));
        table.extend(be32(value.len()));
    }
    let mut profile = header(data_start + data.len());
    profile.extend(table);
    profile.extend(data);
    profile
}

fn header(size: usize) -> Vec<u8> {
    let mut header = be32(size);
    header.extend([0; 4]); // no preferred colour engine
    header.extend([4, 0x20, 0, 0]); // version 4.2
    header.extend(b"mntrRGB XYZ ");
    for part in [2004_u16, 10, 1, 0, 0, 0] {
        header.extend(part.to_be_bytes()); // the standard's month: a profile must bear some date
    }
    header.extend(b"acsp");
    header.extend([0; 28]); // no platform, flags, maker, model, attributes; perceptual intent
    header.extend([fixed(96_420), fixed(100_000), fixed(82_491)].concat()); // D50
    header.resize(HEADER, 0);
    header
}

/// A tag's data: its type, four zeros, its value.
fn typed(signature: &[u8; 4], value: &[u8]) -> Vec<u8> {
    [signature, [0; 4].as_slice(), value].concat()
}

/// A text in one language, English of no country (multiLocalizedUnicodeType).
fn localized(text: &str) -> Vec<u8> {
    let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let head = [be32(1), be32(12), b"enUS".to_vec(), be32(utf16.len()), be32(28)].concat();
    typed(b"mluc", &[head, utf16].concat())
}

/// An s15Fixed16Number of hundred-thousandths, rounded.
fn fixed(hundred_thousandths: i64) -> Vec<u8> {
    let scaled = (hundred_thousandths * 65_536 + 50_000).div_euclid(100_000);
    i32::try_from(scaled).expect("every number here lies between -1 and 3").to_be_bytes().to_vec()
}

fn be32(n: usize) -> Vec<u8> {
    u32::try_from(n).expect("a profile of 500 bytes").to_be_bytes().to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_profile_says_its_own_size_and_its_tags_lie_within_it() {
        let profile = srgb();
        let word = |at: usize| u32::from_be_bytes(profile[at..at + 4].try_into().unwrap()) as usize;
        assert_eq!(word(0), profile.len());
        assert_eq!(&profile[36..40], b"acsp");
        for tag in 0..word(HEADER) {
            let (at, size) = (word(HEADER + 4 + 12 * tag + 4), word(HEADER + 4 + 12 * tag + 8));
            assert!(at % 4 == 0 && at + size <= profile.len(), "tag {tag}");
        }
    }

    #[test]
    fn the_white_of_the_primaries_is_d50() {
        // X, Y and Z of red, green and blue add up to the white point, within rounding
        assert_eq!([43_607 + 38_515 + 14_307, 22_249 + 71_687 + 6_061], [96_429, 99_997]);
        assert_eq!(fixed(96_420), [0, 0, 0xF6, 0xD6]);
    }
}
