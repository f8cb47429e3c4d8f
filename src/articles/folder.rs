//! The folder of a day's texts: which files are articles, and the pictures beside them.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::part::Article;
use super::{markdown, picture};
use crate::model::{Code, Day, Fault, Picture, Place, SourceFile, decoded, sha256};
use crate::plan::Plan;

/// The largest article, in bytes: a newspaper's page has 20 kB.
const LARGEST: u64 = 1 << 20;
/// The most that a day's pictures weigh together, in bytes.
const ALL_PICTURES: u64 = 64 << 20;

/// The day's articles.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Texts {
    /// in the order in which they are printed
    pub articles: Vec<Article>,
    /// what was wrong, each with its file, in the files' order
    pub faults: Vec<Fault>,
    /// every article and picture that was read or refused, with its hash, by name
    pub sources: Vec<SourceFile>,
    /// each article as it was typed, by its file
    pub typed: Vec<(String, String)>,
}

/// Reads the articles of `day`; none where the plan has no such key, or the day no folder.
#[must_use]
pub fn read(plan: &Plan, day: Day) -> Texts {
    let Some(articles) = &plan.articles else { return Texts::default() };
    let folder = articles.folder.for_day(day);
    let mut texts = Texts::default();
    let files = match files(&folder) {
        Ok(files) => files,
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => return texts,
        Err(cause) => {
            let fault = Fault::new(Code::A001).found(cause).at(Place::file(folder.display().to_string()));
            texts.faults.push(fault);
            return texts;
        }
    };
    let mut shelf = Shelf { folder: &folder, known: BTreeMap::new(), weight: 0 };
    for (name, path) in files {
        match kind(&name) {
            Kind::Article => texts.article(&name, &path, &mut shelf),
            Kind::Elsewhere => {
                let found = "只能用 Markdown（.md）/only Markdown is read (.md)";
                texts.faults.push(Fault::new(Code::A001).found(found).at(Place::file(&name)));
            }
            Kind::Beside => {}
        }
    }
    texts.sources.extend(shelf.known.into_values().filter_map(|kept| kept.source));
    texts.sources.sort_by(|a, b| a.name.cmp(&b.name));
    for fault in &mut texts.faults {
        fault.severity = plan.severities.get(&fault.code).copied().unwrap_or(fault.severity);
    }
    texts
}

impl Texts {
    /// The line of a text that a character is first printed from.
    #[must_use]
    pub fn place_of(&self, c: char) -> Option<Place> {
        let is_printed = |article: &&Article| article.lines().iter().any(|line| line.contains(c));
        let file = &self.articles.iter().find(is_printed)?.file;
        let (_, typed) = self.typed.iter().find(|(name, _)| name == file)?;
        let line = typed.lines().position(|line| line.contains(c));
        Some(line.map_or_else(|| Place::file(file), |at| Place::line(file, at + 1)))
    }

    fn article(&mut self, name: &str, path: &Path, shelf: &mut Shelf) {
        let refused = |why: String| Fault::new(Code::A001).found(why).at(Place::file(name));
        let bytes = match bytes(path, LARGEST) {
            Ok(bytes) => bytes,
            Err(why) => {
                self.faults.push(refused(why));
                return;
            }
        };
        let sha256 = sha256(&bytes);
        self.sources.push(SourceFile { name: name.to_owned(), sha256, district: None });
        let Some(text) = decoded(&bytes) else {
            self.faults.push(refused(
                "不是文本文件，或编码不是 UTF-8、GBK/no text, or its encoding is neither UTF-8 nor GBK"
                    .to_owned(),
            ));
            return;
        };
        if text.trim().is_empty() {
            self.faults.push(refused("文件是空的/the file is empty".to_owned()));
            return;
        }
        let (article, faults) = markdown::article(name, &text, &mut |named| shelf.picture(named));
        self.articles.push(article);
        self.typed.push((name.to_owned(), text.into_owned()));
        self.faults.extend(faults);
    }
}

/// The files of a folder, in the order of their names, `2-…` before `10-…`.
fn files(folder: &Path) -> io::Result<Vec<(String, PathBuf)>> {
    let mut files = Vec::new();
    for entry in folder.read_dir()? {
        let path = entry?.path();
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        // what Office and editors leave behind, and what is being copied, is hidden so
        let is_hidden = name.starts_with(['.', '~']) || name.ends_with('~');
        if !is_hidden && path.is_file() {
            files.push((name, path));
        }
    }
    files.sort_by_key(|(name, _)| in_order(name));
    Ok(files)
}

/// The parts of a name, numbers by their value.
fn in_order(name: &str) -> (Vec<(u64, String)>, String) {
    let mut parts = Vec::new();
    let mut rest = name;
    while !rest.is_empty() {
        let words = rest.find(|c: char| c.is_ascii_digit()).unwrap_or(rest.len());
        let digits = rest[words..].find(|c: char| !c.is_ascii_digit()).map_or(rest.len(), |n| words + n);
        let number = rest[words..digits].parse().unwrap_or(u64::MAX);
        parts.push((if words == 0 { number } else { u64::MAX }, rest[..words].to_owned()));
        if words > 0 && digits > words {
            parts.push((number, String::new()));
        }
        rest = &rest[digits..];
    }
    (parts, name.to_owned())
}

enum Kind {
    Article,
    /// a text in a form that is not read
    Elsewhere,
    /// a picture, or what else lies there
    Beside,
}

fn kind(name: &str) -> Kind {
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
    match ending.as_str() {
        "md" | "markdown" => Kind::Article,
        "doc" | "docx" | "wps" | "odt" | "rtf" | "txt" | "pdf" | "html" | "htm" => Kind::Elsewhere,
        _ => Kind::Beside,
    }
}

/// A file's bytes.
///
/// # Errors
/// Why not, in words for the staff, in both languages.
fn bytes(path: &Path, most: u64) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    File::open(path)
        .and_then(|file| file.take(most + 1).read_to_end(&mut bytes))
        .map_err(|cause| format!("无法读取/cannot be read: {cause}"))?;
    if bytes.len() as u64 > most {
        let most = most >> 20;
        return Err(format!("文件超过{most} MB/the file is over {most} MB"));
    }
    Ok(bytes)
}

/// The pictures that were looked at, each once.
struct Shelf<'s> {
    folder: &'s Path,
    known: BTreeMap<String, Kept>,
    weight: u64,
}

#[derive(Clone)]
struct Kept {
    picture: Option<Arc<Picture>>,
    faults: Vec<Fault>,
    source: Option<SourceFile>,
}

impl Shelf<'_> {
    fn picture(&mut self, named: &str) -> (Option<Arc<Picture>>, Vec<Fault>) {
        let kept = match self.known.get(named) {
            Some(kept) => kept.clone(),
            None => {
                let kept = self.look(named);
                self.known.insert(named.to_owned(), kept.clone());
                kept
            }
        };
        (kept.picture, kept.faults)
    }

    fn look(&mut self, named: &str) -> Kept {
        let refused = |why: String, source: Option<SourceFile>| Kept {
            picture: None,
            faults: vec![Fault::new(Code::A003).found(named).expected(why)],
            source,
        };
        let Some(path) = self.path(named) else {
            return refused(
                "只能用文章所在文件夹里的图片/pictures are taken from the text's own folder only".to_owned(),
                None,
            );
        };
        let Some(path) = path else {
            return refused("没有这个文件/there is no such file".to_owned(), None);
        };
        let bytes = match bytes(&path, picture::LARGEST) {
            Ok(bytes) => bytes,
            Err(why) => return refused(why, None),
        };
        let sha256 = sha256(&bytes);
        let source = Some(SourceFile { name: named.to_owned(), sha256: sha256.clone(), district: None });
        self.weight += bytes.len() as u64;
        if self.weight > ALL_PICTURES {
            let most = ALL_PICTURES >> 20;
            let why = format!("当日图片合计超过{most} MB/the day's pictures together are over {most} MB");
            return refused(why, source);
        }
        match picture::look(named, &sha256, &bytes) {
            Ok(looked) => Kept {
                picture: Some(Arc::new(looked.picture)),
                faults: looked
                    .done
                    .map(|done| Fault::new(Code::A006).found(named).expected(done))
                    .into_iter()
                    .collect(),
                source,
            },
            Err(why) => refused(why, source),
        }
    }

    /// The file that a name means: none where it leads out of the folder, none within where it is not there.
    #[allow(clippy::option_option, reason = "two ways of not being there, told apart in one place")]
    fn path(&self, named: &str) -> Option<Option<PathBuf>> {
        let forms = [named.to_owned(), unescaped(named)].map(|name| name.replace('\\', "/"));
        let inside = |name: &&String| {
            let climbs = name.split('/').any(|part| part == "..");
            !(climbs || name.starts_with('/') || name.contains(':') || name.is_empty())
        };
        if !forms.iter().all(|name| inside(&name)) {
            return None;
        }
        Some(forms.iter().map(|name| self.folder.join(name)).find(|path| path.is_file()))
    }
}

/// `%E5%9B%BE` as the characters that it stands for.
fn unescaped(name: &str) -> String {
    let mut bytes = Vec::with_capacity(name.len());
    let mut rest = name.as_bytes();
    while let Some((byte, after)) = rest.split_first() {
        let hex = after.get(..2).and_then(|two| std::str::from_utf8(two).ok());
        match hex.filter(|_| *byte == b'%').and_then(|two| u8::from_str_radix(two, 16).ok()) {
            Some(meant) => {
                bytes.push(meant);
                rest = &after[2..];
            }
            None => {
                bytes.push(*byte);
                rest = after;
            }
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| name.to_owned())
}
