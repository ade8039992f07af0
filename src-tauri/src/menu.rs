//! The native menu. The window owns the list of commands and says what the menu shows; a choice goes back to it
//! as `menu` with the command's id. Keys stay with the window, which alone knows whether someone is typing.

use serde::Deserialize;
use tauri::menu::{Menu, MenuEvent, MenuItemBuilder, SubmenuBuilder};
use tauri::{AppHandle, Emitter};

/// A menu of the menu bar.
#[derive(Deserialize)]
pub struct MenuWords {
    title: String,
    items: Vec<Item>,
}

/// A line of a menu.
#[derive(Deserialize)]
#[serde(tag = "type", rename_all = "kebab-case")]
enum Item {
    /// A command.
    Command { id: String, title: String, keys: Option<String>, enabled: bool },
    /// A line between groups.
    Separator,
}

/// Shows these menus.
#[tauri::command]
pub async fn set_menu(app: AppHandle, menus: Vec<MenuWords>) -> Result<(), String> {
    show(&app, &menus).map_err(|why| why.to_string())
}

fn show(app: &AppHandle, menus: &[MenuWords]) -> tauri::Result<()> {
    let bar = Menu::new(app)?;
    for menu in menus {
        let mut submenu = SubmenuBuilder::new(app, &menu.title);
        for item in &menu.items {
            submenu = match item {
                Item::Separator => submenu.separator(),
                Item::Command { id, title, keys, enabled } => {
                    let words = match keys {
                        Some(keys) => format!("{title}\u{2003}{keys}"),
                        None => title.clone(),
                    };
                    submenu.item(&MenuItemBuilder::with_id(id, words).enabled(*enabled).build(app)?)
                }
            };
        }
        bar.append(&submenu.build()?)?;
    }
    app.set_menu(bar).map(drop)
}

/// Tells the window which command was chosen.
pub fn chosen(app: &AppHandle, event: MenuEvent) {
    let _ = app.emit("menu", event.id().0.as_str());
}
