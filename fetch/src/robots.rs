//! What a server lets programs fetch: robots.txt after RFC 9309.

use std::time::Duration;

/// No more of a file is looked at.
const MOST_BYTES: usize = 500 << 10;
/// A server that asks for longer pauses than this gets these.
const LONGEST_PAUSE: u64 = 60;

/// What one program may fetch from one server.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Robots {
    rules: Vec<Rule>,
    /// The pause that the server wishes for between two requests.
    pub(crate) pause: Option<Duration>,
}

#[derive(Clone, PartialEq, Eq, Debug)]
struct Rule {
    allows: bool,
    /// Percent-encoded alike, with `*` and a `$` at the end.
    pattern: String,
}

impl Robots {
    /// Everything is allowed: a server without the file.
    pub(crate) fn nothing_said() -> Robots {
        Robots::default()
    }

    /// The rules for the program `product`: those of all groups that name it, or else those of the
    /// groups for everyone.
    pub(crate) fn parse(file: &[u8], product: &str) -> Robots {
        let file = String::from_utf8_lossy(&file[..file.len().min(MOST_BYTES)]);
        let file = file.trim_start_matches('\u{feff}');
        let (mut named, mut general) = (Robots::default(), Robots::default());
        let (mut is_named, mut for_named, mut for_general) = (false, false, false);
        let mut in_rules = true;
        for line in file.split(['\n', '\r']) {
            let line = line.split('#').next().unwrap_or_default();
            let Some((key, value)) = line.split_once(':') else { continue };
            let (key, value) = (key.trim().to_ascii_lowercase(), value.trim());
            match key.as_str() {
                "user-agent" => {
                    if in_rules {
                        (for_named, for_general, in_rules) = (false, false, false);
                    }
                    let all = value == "*" || value.starts_with("* ");
                    for_general |= all;
                    let this = product_of(value).eq_ignore_ascii_case(product);
                    for_named |= this;
                    is_named |= this;
                }
                "allow" | "disallow" => {
                    in_rules = true;
                    let rule = Rule { allows: key == "allow", pattern: alike(value) };
                    // A rule without a path says nothing.
                    if !rule.pattern.is_empty() {
                        if for_named {
                            named.rules.push(rule.clone());
                        }
                        if for_general {
                            general.rules.push(rule);
                        }
                    }
                }
                "crawl-delay" => {
                    let pause = value.parse::<f32>().ok().filter(|seconds| *seconds >= 0.0);
                    let pause = pause
                        .map(|seconds| Duration::from_secs_f32(seconds.min(LONGEST_PAUSE as f32)));
                    if for_named {
                        named.pause = named.pause.max(pause);
                    }
                    if for_general {
                        general.pause = general.pause.max(pause);
                    }
                }
                _ => {}
            }
        }
        if is_named { named } else { general }
    }

    /// Whether a path, with its query, may be fetched: the longest rule that fits decides, and of
    /// two as long the one that allows.
    pub(crate) fn allows(&self, path: &str) -> bool {
        if path == "/robots.txt" {
            return true;
        }
        let path = alike(path);
        let fitting = self.rules.iter().filter(|rule| fits(&rule.pattern, &path));
        fitting.max_by_key(|rule| (rule.pattern.len(), rule.allows)).is_none_or(|rule| rule.allows)
    }
}

/// The name of a program without its version: `Onrecord/1.0` is `Onrecord`.
fn product_of(agent: &str) -> &str {
    let end = agent.find(|c: char| !c.is_ascii_alphabetic() && c != '-' && c != '_');
    &agent[..end.unwrap_or(agent.len())]
}

/// Percent-encoded in one way: what needs no encoding has none, what is not ASCII has it.
fn alike(path: &str) -> String {
    let bytes = path.as_bytes();
    let mut out = String::with_capacity(path.len());
    let mut at = 0;
    while at < bytes.len() {
        let encoded = (bytes[at] == b'%')
            .then(|| bytes.get(at + 1..at + 3))
            .flatten()
            .and_then(|digits| std::str::from_utf8(digits).ok())
            .filter(|digits| digits.bytes().all(|b| b.is_ascii_hexdigit()))
            .and_then(|digits| u8::from_str_radix(digits, 16).ok());
        let byte = encoded.unwrap_or(bytes[at]);
        let plain = byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
        if plain || (encoded.is_none() && byte.is_ascii()) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
        at += if encoded.is_some() { 3 } else { 1 };
    }
    out
}

/// Whether a path begins as the pattern says; `*` is any run of characters, `$` the end. Takes
/// time linear in the path for each `*`.
fn fits(pattern: &str, path: &str) -> bool {
    let (pattern, to_end) = match pattern.strip_suffix('$') {
        Some(pattern) => (pattern, true),
        None => (pattern, false),
    };
    let mut parts = pattern.split('*');
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = path.strip_prefix(first) else { return false };
    let parts: Vec<&str> = parts.collect();
    let Some((last, between)) = parts.split_last() else { return !to_end || rest.is_empty() };
    for part in between {
        let Some(at) = rest.find(part) else { return false };
        rest = &rest[at + part.len()..];
    }
    if to_end { rest.ends_with(last) } else { rest.contains(last) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(file: &str, allowed: &[&str], forbidden: &[&str]) {
        let robots = Robots::parse(file.as_bytes(), "onrecord");
        for path in allowed {
            assert!(robots.allows(path), "{path} under {file}");
        }
        for path in forbidden {
            assert!(!robots.allows(path), "{path} under {file}");
        }
    }

    #[test]
    fn groups() {
        check("", &["/", "/a"], &[]);
        check("User-agent: *\nDisallow: /\n", &["/robots.txt"], &["/", "/a?b"]);
        check("User-agent: *\nDisallow:\n", &["/", "/a"], &[]);
        check("user-AGENT : ONRECORD\ndisallow : /a", &["/b"], &["/a", "/abc"]);
        check("User-agent: Onrecord/2.1\nDisallow: /a", &[], &["/a"]);
        check("User-agent: onrecordbot\nDisallow: /a", &["/a"], &[]);
        let own_group = "User-agent: *\nDisallow: /\n\nUser-agent: onrecord\nAllow: /\n";
        check(own_group, &["/", "/a"], &[]);
        check("User-agent: onrecord\n\nUser-agent: *\nDisallow: /a", &[], &["/a"]);
        check(
            "User-agent: onrecord\nDisallow: /a\nUser-agent: x\nDisallow: /b\nUser-agent: onrecord\nDisallow: /c",
            &["/b"],
            &["/a", "/c"],
        );
        let with_others =
            "User-agent: x\nCrawl-delay: 5\nUser-agent: onrecord\nSitemap: /s\nDisallow: /a";
        check(with_others, &["/"], &["/a"]);
        check("Disallow: /\nUser-agent: x\nDisallow: /", &["/a"], &[]);
        check("User-agent: *\rDisallow: /a\r\nDisallow: /b # no\n", &["/c"], &["/a", "/b"]);
        check("\u{feff}User-agent: *\nDisallow: /a", &[], &["/a"]);
        check("<html>User-agent: nothing", &["/"], &[]);
    }

    /// The examples of RFC 9309, sections 2.2.2, 2.2.3 and 5.
    #[test]
    fn rules() {
        let all = |rules: &str| format!("User-agent: *\n{rules}");
        check(&all("Allow: /p\nDisallow: /"), &["/page"], &["/x"]);
        check(&all("Allow: /folder\nDisallow: /folder"), &["/folder/page"], &[]);
        check(&all("Allow: /page\nDisallow: /*.htm"), &["/page"], &["/page.htm"]);
        check(&all("Allow: /$\nDisallow: /"), &["/"], &["/page.htm"]);
        check(
            &all("Disallow: /*.gif$\nDisallow: /example/\nAllow: /publications/"),
            &["/publications/x", "/a.gifx"],
            &["/a.gif", "/example/x"],
        );
        check(
            &all("Allow: /example/page/\nDisallow: /example/page/disallowed.gif"),
            &["/example/page/a"],
            &["/example/page/disallowed.gif"],
        );
        check(&all("Disallow: /foo/bar/ツ"), &[], &["/foo/bar/%E3%83%84", "/foo/bar/ツ"]);
        check(&all("Disallow: /foo/bar/%e3%83%84"), &[], &["/foo/bar/%E3%83%84"]);
        check(&all("Disallow: /foo/bar/%62%61%7A"), &[], &["/foo/bar/baz"]);
        check(&all("Disallow: /a?b=http%3A%2F%2Fx"), &["/a?b=http://x"], &["/a?b=http%3a%2f%2fx"]);
        check(
            &all("Disallow: /fish*"),
            &["/Fish.asp", "/catfish"],
            &["/fish", "/fishheads/y.html"],
        );
        check(&all("Disallow: /*.php$"), &["/f.php?p", "/f.php5", "/windows.PHP"], &["/a/f.php"]);
        check(&all("Disallow: /fish*.php"), &["/Fish.PHP"], &["/fish.php", "/fishheads/cat.php?p"]);
        check(&all("Disallow: /*/b*/c$"), &["/b/c", "/a/b/cd"], &["/a/b/c", "/a/bx/y/c"]);
    }

    #[test]
    fn pauses() {
        let pause = |file: &str| Robots::parse(file.as_bytes(), "onrecord").pause;
        assert_eq!(pause("User-agent: *\nCrawl-delay: 2.5"), Some(Duration::from_millis(2500)));
        assert_eq!(pause("User-agent: *\nCrawl-delay: 1e9"), Some(Duration::from_secs(60)));
        for odd in ["-1", "soon", "NaN", "inf", ""] {
            let _ = pause(&format!("User-agent: *\nCrawl-delay: {odd}"));
        }
        assert_eq!(pause("User-agent: x\nCrawl-delay: 9"), None);
    }

    proptest::proptest! {
        #[test]
        fn any_file(file: Vec<u8>, path in "/[a-z%*$é0-9]{0,20}") {
            Robots::parse(&file, "onrecord").allows(&path);
            let rule = format!("User-agent: *\nDisallow: {path}");
            Robots::parse(rule.as_bytes(), "onrecord").allows(&path);
        }
    }
}
