//! The file's description of itself in XML (XMP, ISO 16684-1), where PDF/A and PDF/UA look for their claims.

use super::Meta;

/// PDF/A knows no pdfuaid, so its one property is declared (ISO 19005-2, 6.6.2.3.3).
const PDFUA_SCHEMA: &str = "\
  <rdf:Description rdf:about=\"\" xmlns:pdfaExtension=\"http://www.aiim.org/pdfa/ns/extension/\" \
xmlns:pdfaSchema=\"http://www.aiim.org/pdfa/ns/schema#\" \
xmlns:pdfaProperty=\"http://www.aiim.org/pdfa/ns/property#\">
   <pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType=\"Resource\">
    <pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>
    <pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
    <pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
    <pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType=\"Resource\">
     <pdfaProperty:name>part</pdfaProperty:name>
     <pdfaProperty:valueType>Integer</pdfaProperty:valueType>
     <pdfaProperty:category>internal</pdfaProperty:category>
     <pdfaProperty:description>part of ISO 14289 that the file follows</pdfaProperty:description>
    </rdf:li></rdf:Seq></pdfaSchema:property>
   </rdf:li></rdf:Bag></pdfaExtension:schemas>
  </rdf:Description>
";

/// The packet: the same title, author and instant as the Info dictionary, and the levels claimed.
pub(super) fn packet(meta: &Meta, has_files: bool) -> String {
    // files of any kind may be attached from part 3 on
    let part = if has_files { 3 } else { 2 };
    let title = escaped(&meta.title);
    let language = escaped(&meta.language);
    let author = escaped(&meta.author);
    let producer = escaped(&meta.producer);
    let at = meta.created.format("%Y-%m-%dT%H:%M:%S%:z");
    let subject = optional(&meta.subject, |text| {
        format!(
            "   <dc:description><rdf:Alt><rdf:li xml:lang=\"x-default\">{text}</rdf:li></rdf:Alt></dc:description>\n"
        )
    });
    let keywords =
        optional(&meta.keywords.join(", "), |text| format!("   <pdf:Keywords>{text}</pdf:Keywords>\n"));
    format!(
        "<?xpacket begin=\"\u{FEFF}\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>
<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">
 <rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">
  <rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" \
xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\" xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\" \
xmlns:pdfaid=\"http://www.aiim.org/pdfa/ns/id/\" xmlns:pdfuaid=\"http://www.aiim.org/pdfua/ns/id/\">
   <dc:format>application/pdf</dc:format>
   <dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">{title}</rdf:li></rdf:Alt></dc:title>
   <dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
{subject}   <dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
{keywords}   <pdf:Producer>{producer}</pdf:Producer>
   <xmp:CreatorTool>{producer}</xmp:CreatorTool>
   <xmp:CreateDate>{at}</xmp:CreateDate>
   <xmp:ModifyDate>{at}</xmp:ModifyDate>
   <xmp:MetadataDate>{at}</xmp:MetadataDate>
   <pdfaid:part>{part}</pdfaid:part>
   <pdfaid:conformance>A</pdfaid:conformance>
   <pdfuaid:part>1</pdfuaid:part>
  </rdf:Description>
{PDFUA_SCHEMA} </rdf:RDF>
</x:xmpmeta>
<?xpacket end=\"r\"?>"
    )
}

fn optional(text: &str, element: impl Fn(&str) -> String) -> String {
    if text.is_empty() { String::new() } else { element(&escaped(text)) }
}

/// The five entities; characters that XML 1.0 cannot hold at all are left out.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&apos;"),
            '\t' | '\n' | '\r' => out.push(' '),
            '\0'..='\u{1F}' | '\u{FFFE}' | '\u{FFFF}' => {}
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_with_marks_of_xml_is_escaped_and_the_instant_keeps_its_zone() {
        let meta = Meta {
            title: "“A&B” <试点>\u{1}".into(),
            author: "许昌市".into(),
            subject: String::new(),
            keywords: vec![],
            language: "zh-CN".into(),
            created: chrono::DateTime::parse_from_rfc3339("2021-07-14T18:00:00+08:00").unwrap(),
            producer: "tongbao 0.1.0".into(),
        };
        let packet = packet(&meta, false);
        assert!(packet.contains("<pdfaid:part>2</pdfaid:part>"));
        assert!(packet.contains(">“A&amp;B” &lt;试点&gt;</rdf:li>"), "{packet}");
        assert!(packet.contains("<xmp:CreateDate>2021-07-14T18:00:00+08:00</xmp:CreateDate>"));
        assert!(!packet.contains("dc:description") && !packet.contains("pdf:Keywords"));
    }
}
