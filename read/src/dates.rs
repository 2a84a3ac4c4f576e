//! Dates as publishers write them, to ISO 8601. What is not said is not added: a date without a
//! time stays one, a time without a zone stays one.

/// `Thu, 01 Jan 2004 19:48:21 GMT` is `2004-01-01T19:48:21Z`; `None` for what is no date.
pub(crate) fn iso(written: &str) -> Option<String> {
    let written = written.trim();
    if !written.is_ascii() || written.len() > 100 {
        return None;
    }
    numbers_first(written).or_else(|| named_month(written))
}

/// `2024-06-11T10:00:00+03:30`, `2024-06-11 10:00`, `2024-06`, `20240611T100000Z`, `20240611`.
fn numbers_first(written: &str) -> Option<String> {
    let (date, rest) = match written.split_once(['T', 't', ' ']) {
        Some((date, rest)) => (date, rest.trim()),
        None => (written, ""),
    };
    let date = if date.len() == 8 && date.bytes().all(|b| b.is_ascii_digit()) {
        format!("{}-{}-{}", &date[..4], &date[4..6], &date[6..])
    } else {
        date.replace('/', "-")
    };
    let mut parts = date.split('-');
    let year = parts.next().filter(|y| y.len() == 4)?.parse().ok()?;
    let month = parts.next().map(str::parse).transpose().ok()?;
    let day = parts.next().map(str::parse).transpose().ok()?;
    if parts.next().is_some() {
        return None;
    }
    let (Some(month), Some(day)) = (month, day) else {
        return partial(year, month);
    };
    with_time(civil(year, month, day)?, rest)
}

fn partial(year: u32, month: Option<u32>) -> Option<String> {
    match month {
        None => Some(format!("{year:04}")),
        Some(month @ 1..=12) => Some(format!("{year:04}-{month:02}")),
        Some(_) => None,
    }
}

/// `11 Jun 2022 10:00:00 +0330`, `26-FEB-1987 15:01:01.79`, `June 11, 2022`, `11 June 2022`.
fn named_month(written: &str) -> Option<String> {
    let mut day = None;
    let mut month = None;
    let mut year = None;
    let mut rest = String::new();
    let words = written.split(|c: char| c.is_whitespace() || c == ',').flat_map(|word| {
        let dashed = word.contains(|c: char| c.is_ascii_alphabetic())
            && word.starts_with(|c: char| c.is_ascii_digit());
        if dashed { word.split('-').collect::<Vec<_>>() } else { vec![word] }
    });
    for word in words.filter(|word| !word.is_empty()) {
        let number = word.parse::<u32>().ok();
        match (month_of(word), number) {
            (Some(found), _) if month.is_none() => month = Some(found),
            (_, Some(n)) if day.is_none() && n <= 31 && !word.starts_with('+') => day = Some(n),
            (_, Some(n)) if year.is_none() && month.is_some() && !word.starts_with('+') => {
                year = Some(match n {
                    0..=49 => 2000 + n,
                    50..=99 => 1900 + n,
                    n => n,
                });
            }
            _ if year.is_some() => {
                rest.push_str(word);
                rest.push(' ');
            }
            _ => {}
        }
    }
    with_time(civil(year?, month?, day?)?, rest.trim())
}

fn month_of(word: &str) -> Option<u32> {
    const MONTHS: [&str; 12] =
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let start = word.get(..3)?.to_ascii_lowercase();
    let at = MONTHS.iter().position(|month| *month == start)?;
    word.bytes().all(|b| b.is_ascii_alphabetic() || b == b'.').then_some(at as u32 + 1)
}

fn civil(year: u32, month: u32, day: u32) -> Option<String> {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let days = match month {
        2 => 28 + u32::from(leap),
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return None,
    };
    ((1..=days).contains(&day) && year <= 9999).then(|| format!("{year:04}-{month:02}-{day:02}"))
}

/// Adds the time and zone, if the rest is one.
fn with_time(date: String, rest: &str) -> Option<String> {
    let end = rest.find(|c: char| !c.is_ascii_digit() && c != ':').unwrap_or(rest.len());
    let (clock, mut zone) = rest.split_at(end);
    if let Some(fraction) = zone.strip_prefix('.') {
        zone = fraction.trim_start_matches(|c: char| c.is_ascii_digit());
    }
    let clock: Vec<u32> = if clock.contains(':') {
        clock.split(':').map_while(|part| part.parse().ok()).collect()
    } else if clock.len() == 6 || clock.len() == 4 {
        clock
            .as_bytes()
            .chunks(2)
            .map(|two| u32::from(two[0] - b'0') * 10 + u32::from(two[1] - b'0'))
            .collect()
    } else {
        Vec::new()
    };
    let (Some(&hour), Some(&minute)) = (clock.first(), clock.get(1)) else { return Some(date) };
    let second = clock.get(2).copied().unwrap_or(0);
    if hour > 23 || minute > 59 || second > 60 {
        return Some(date);
    }
    Some(format!("{date}T{hour:02}:{minute:02}:{second:02}{}", zone_of(zone.trim())))
}

fn zone_of(zone: &str) -> String {
    let first = zone.split_whitespace().next().unwrap_or("");
    match first {
        "Z" | "z" | "GMT" | "UT" | "UTC" => return "Z".to_owned(),
        "EST" | "CDT" => return "-05:00".to_owned(),
        "EDT" => return "-04:00".to_owned(),
        "CST" | "MDT" => return "-06:00".to_owned(),
        "MST" | "PDT" => return "-07:00".to_owned(),
        "PST" => return "-08:00".to_owned(),
        _ => {}
    }
    let Some(sign) = first.chars().next().filter(|c| "+-".contains(*c)) else {
        return String::new();
    };
    let digits: String = first[1..].chars().filter(char::is_ascii_digit).collect();
    match digits.len() {
        4 => format!("{sign}{}:{}", &digits[..2], &digits[2..]),
        2 => format!("{sign}{digits}:00"),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_as_written() {
        for (written, expected) in [
            ("Thu, 01 Jan 2004 19:48:21 GMT", Some("2004-01-01T19:48:21Z")),
            ("Sat, 11 Jun 2022 10:00:00 +0430", Some("2022-06-11T10:00:00+04:30")),
            ("2022-06-11T10:00:00.123+04:30", Some("2022-06-11T10:00:00+04:30")),
            ("2022-06-11 10:00", Some("2022-06-11T10:00:00")),
            ("2022-06-11", Some("2022-06-11")),
            ("2022-06", Some("2022-06")),
            ("20061119T173000-0500", Some("2006-11-19T17:30:00-05:00")),
            ("26-FEB-1987 15:01:01.79", Some("1987-02-26T15:01:01")),
            ("June 11, 2022", Some("2022-06-11")),
            ("11 June 2022", Some("2022-06-11")),
            ("31 Feb 2022", None),
            ("2022-13-01", None),
            ("yesterday", None),
            ("", None),
        ] {
            assert_eq!(iso(written).as_deref(), expected, "{written}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_text(written in ".{0,40}", digits in "[0-9T:+. -]{0,30}") {
            iso(&written);
            iso(&digits);
        }
    }
}
