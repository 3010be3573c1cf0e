//! What a page is shown on: screens, phones, paper, and what a reader prefers.

use serde_json::json;

use super::Page;

/// A screen.
#[derive(Clone, Copy)]
pub(crate) struct Viewport {
    /// Width in CSS pixels.
    pub(crate) width: u32,
    /// Height in CSS pixels.
    pub(crate) height: u32,
    /// Pixels of the screen to a CSS pixel.
    pub(crate) scale: u32,
    /// Whether it is a phone: touched, and pages lay themselves out for it by `<meta name=viewport>`.
    pub(crate) phone: bool,
}

/// A laptop's screen.
pub(crate) const DESKTOP: Viewport = Viewport { width: 1280, height: 800, scale: 1, phone: false };

/// A phone, held upright.
pub(crate) const PHONE: Viewport = Viewport { width: 390, height: 844, scale: 2, phone: true };

impl Page {
    /// Shows the page on another screen.
    pub(crate) fn resize(&self, viewport: Viewport) {
        let Viewport { width, height, scale, phone } = viewport;
        let metrics = json!({"width": width, "height": height, "deviceScaleFactor": scale, "mobile": phone});
        self.call("Emulation.setDeviceMetricsOverride", &metrics);
        self.call("Emulation.setTouchEmulationEnabled", &json!({"enabled": phone, "maxTouchPoints": 5}));
    }

    /// Shows the page on `screen` or `print`, to somebody with preferences: `[("prefers-color-scheme", "dark")]`.
    ///
    /// Whatever is left out is as it is by itself; also `prefers-reduced-motion: reduce`, `forced-colors: active`.
    pub(crate) fn media(&self, media: &str, features: &[(&str, &str)]) {
        let features: Vec<_> = features.iter().map(|(name, value)| json!({"name": name, "value": value})).collect();
        self.call("Emulation.setEmulatedMedia", &json!({"media": media, "features": features}));
    }
}
