// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/palette.h"

#include <array>
#include <cstddef>

namespace zonescope::ui::theme {
namespace {

Palette light()
{
    Palette p;
    p.window = 0xf6f7f9;
    p.card = p.field = 0xffffff;
    p.border = 0xdfe3e8;
    p.grid = 0xe9ecf0;
    p.text = 0x1f2328;
    p.muted = 0x57606a;
    p.accent = 0x0b66a8;
    p.onAccent = 0xffffff;
    p.selection = 0xe1eef8;
    p.hover = 0xf0f3f6;
    p.track = 0xeaedf1;
    p.fresh = 0xd9e9e3;
    p.added = 0xe8f1ee;
    p.removed = 0xf6e9e6;
    return p;
}

Palette dark()
{
    Palette p;
    p.scheme = Scheme::Dark;
    p.dark = true;
    p.window = 0x14171b;
    p.card = p.field = 0x1b1f24;
    p.border = 0x2d333b;
    p.grid = 0x282d34;
    p.text = 0xe6e9ee;
    p.muted = 0x9aa4af;
    p.accent = 0x4aa3df;
    p.onAccent = 0x0b1117;
    p.selection = 0x1d3448;
    p.hover = 0x232830;
    p.track = 0x2a3038;
    p.fresh = 0x20483b;
    p.added = 0x1e3a31;
    p.removed = 0x3c2421;
    return p;
}

/// Black and white, thick borders, no tints: what a tint said, a border or a hatch has to say.
Palette highContrast(bool darkSide)
{
    Palette p;
    p.scheme = darkSide ? Scheme::HighContrastDark : Scheme::HighContrastLight;
    p.dark = darkSide;
    p.highContrast = true;
    p.borderWidth = 2;
    const QColor back = darkSide ? Qt::black : Qt::white;
    const QColor fore = darkSide ? Qt::white : Qt::black;
    p.window = p.card = p.field = p.hover = back;
    p.border = p.text = p.muted = fore;
    p.grid = darkSide ? 0x5a5a5a : 0xa0a0a0;
    p.accent = darkSide ? 0x7cc7ff : 0x00408a;
    p.onAccent = back;
    p.selection = darkSide ? 0x003a66 : 0xbfe0ff;
    p.track = darkSide ? 0x303030 : 0xd8d8d8;
    p.fresh = p.added = darkSide ? 0x004d33 : 0xb8f0d8;
    p.removed = darkSide ? 0x5c1a00 : 0xffd9cc;
    return p;
}

} // namespace

Palette paletteFor(Scheme scheme)
{
    switch (scheme) {
    case Scheme::Light:
        return light();
    case Scheme::Dark:
        return dark();
    case Scheme::HighContrastLight:
        return highContrast(false);
    case Scheme::HighContrastDark:
        return highContrast(true);
    }
    return light();
}

QColor stateColor(const Palette& palette, zone::ZoneState state)
{
    using zone::ZoneState;
    const bool d = palette.dark;
    switch (state) {
    case ZoneState::Current:
        return d ? 0x2ee6a0 : 0x076e51;
    case ZoneState::Refreshing:
        return d ? 0x5b9ee3 : 0x0073e6;
    case ZoneState::Behind:
        return d ? 0xffb224 : 0x8c7020;
    case ZoneState::Failing:
        return d ? 0xe25b44 : 0x841a00;
    case ZoneState::Expired:
        return d ? 0xf0d3e3 : 0x462134;
    case ZoneState::Paused:
    case ZoneState::Unknown:
        return d ? 0x949ba0 : 0x6f7681;
    }
    return palette.muted;
}

QColor seriesColor(const Palette&, int index)
{
    static constexpr std::array<QRgb, seriesColors> okabeIto{0x0072b2, 0xe69f00, 0x009e73,
                                                             0xd55e00, 0xcc79a7, 0x56b4e9};
    return QColor::fromRgb(okabeIto[static_cast<std::size_t>(index < 0 ? 0 : index % seriesColors)]);
}

QColor stageColor(const Palette& palette, pipeline::Stage stage)
{
    // Schedule takes the sky blue between NOTIFY's blue and transfer's orange.
    static constexpr std::array<int, 6> order{0, 5, 1, 2, 3, 4};
    return seriesColor(palette, order[static_cast<std::size_t>(stage)]);
}

QColor mixed(const QColor& a, const QColor& b, double share)
{
    const auto blend = [share](float x, float y) {
        return static_cast<float>(share * static_cast<double>(x) + (1 - share) * static_cast<double>(y));
    };
    return QColor::fromRgbF(blend(a.redF(), b.redF()), blend(a.greenF(), b.greenF()),
                            blend(a.blueF(), b.blueF()));
}

} // namespace zonescope::ui::theme
