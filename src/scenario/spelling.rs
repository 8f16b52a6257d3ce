//! Older spellings that scenarios may still have: read as the present ones, with a hint.

use crate::catalog::record::{OLD_SPELLING, present_spelling};

use super::tree::{NodeValue, TreeNode, ValueOrigin};

/// Keys whose text is the user's own: names and paths stay as written.
const FREE_TEXT: [&str; 6] = ["title", "name", "weather", "profile", "electricity_tariff", "grid_carbon_profile"];

/// Gives keys and words of earlier versions their present spelling; the hints say what to write.
pub(super) fn replace_old_spellings(root: &mut TreeNode, text: &str) -> Vec<String> {
    let mut hints = Vec::new();
    visit_node(root, text, &mut hints);
    hints
}

fn visit_node(node: &mut TreeNode, text: &str, hints: &mut Vec<String>) {
    match &mut node.value {
        NodeValue::Table(keys) => {
            rename_keys(keys, text, hints);
            for (key, _, below) in keys.iter_mut().filter(|(key, _, _)| !FREE_TEXT.contains(&key.as_str())) {
                respell_text(below, Some(key), text, hints);
                visit_node(below, text, hints);
            }
        }
        NodeValue::Array(items) => {
            for item in items {
                respell_text(item, None, text, hints);
                visit_node(item, text, hints);
            }
        }
        _ => {}
    }
}

/// A key in its old spelling takes the present one. Where both are given, that of the command line counts; of two in the
/// file the old one stays and is refused as an unknown key.
fn rename_keys(keys: &mut Vec<(String, ValueOrigin, TreeNode)>, text: &str, hints: &mut Vec<String>) {
    let Some(place) = keys.iter().position(|(key, _, _)| key.contains(OLD_SPELLING)) else { return };
    let renamed = present_spelling(&keys[place].0);
    let other = keys.iter().position(|(key, _, _)| *key == renamed);
    if other.is_some() && matches!(keys[place].1, ValueOrigin::File(_)) {
        return;
    }
    hints.push(format!("`{}` is now spelled `{renamed}`{}", keys[place].0, place_of(&keys[place].1, text)));
    keys[place].0 = renamed;
    if let Some(other) = other {
        keys.remove(other);
    }
}

/// A word or an id in its old spelling takes the present one.
fn respell_text(node: &mut TreeNode, key: Option<&str>, text: &str, hints: &mut Vec<String>) {
    let NodeValue::Text(word) = &mut node.value else { return };
    let is_id = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "-_.:".contains(c);
    if !word.contains(OLD_SPELLING) || !word.chars().all(is_id) {
        return;
    }
    let renamed = present_spelling(word);
    let of = key.map_or_else(String::new, |key| format!("`{key}`: "));
    hints.push(format!("{of}`{word}` is now spelled `{renamed}`{}", place_of(&node.origin, text)));
    *word = renamed;
}

/// Where a value was written, for a hint.
pub(super) fn place_of(origin: &ValueOrigin, text: &str) -> String {
    match origin {
        ValueOrigin::File(span) => {
            let before = text.get(..span.start).unwrap_or_default();
            format!(" (line {})", before.matches('\n').count() + 1)
        }
        ValueOrigin::Set(argument) => format!(" (--set {argument})"),
    }
}

#[cfg(test)]
mod tests {
    use crate::scenario::tree::{apply_override, parse_tree};

    use super::*;

    fn key<'a>(node: &'a TreeNode, name: &str) -> Option<&'a NodeValue> {
        let NodeValue::Table(keys) = &node.value else { return None };
        keys.iter().find(|(key, _, _)| key == name).map(|(_, _, node)| &node.value)
    }

    #[test]
    fn old_spellings_are_read_and_named() {
        let text = "title = \"economiser\"\neconomiser = \"none\"\nheat_rejection = \"air-economiser\"\n";
        let mut root = parse_tree(text).unwrap();
        let hints = replace_old_spellings(&mut root, text);
        assert_eq!(key(&root, "economizer"), Some(&NodeValue::Text("none".to_owned())));
        assert_eq!(key(&root, "heat_rejection"), Some(&NodeValue::Text("air-economizer".to_owned())));
        assert_eq!(key(&root, "title"), Some(&NodeValue::Text("economiser".to_owned())));
        assert_eq!(hints.len(), 2);
        assert!(hints[0].contains("`economizer` (line 2)") && hints[1].contains("(line 3)"), "{hints:?}");
    }

    #[test]
    fn the_command_line_counts_in_either_spelling() {
        let text = "economizer = \"none\"\n";
        let mut root = parse_tree(text).unwrap();
        apply_override(&mut root, "economiser=separate").unwrap();
        let hints = replace_old_spellings(&mut root, text);
        assert_eq!(key(&root, "economizer"), Some(&NodeValue::Text("separate".to_owned())));
        assert!(hints[0].contains("--set economiser=separate"), "{hints:?}");
    }

    #[test]
    fn both_spellings_in_a_file_stay_as_they_are() {
        let text = "economizer = \"none\"\neconomiser = \"separate\"\n";
        let mut root = parse_tree(text).unwrap();
        assert!(replace_old_spellings(&mut root, text).is_empty());
        assert!(key(&root, "economiser").is_some() && key(&root, "economizer").is_some());
    }
}
