// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>

class QHBoxLayout;
class QLabel;
class QVBoxLayout;

namespace zonescope::ui::widgets {

class ElidedLabel;

/// White (or dark) area with a title left and a quiet subtitle right: what every part of a page sits in.
class Card final : public QFrame
{
    Q_OBJECT

public:
    explicit Card(const QString& title = {}, QWidget* parent = nullptr);

    void setTitle(const QString& title);
    void setSubtitle(const QString& subtitle); ///< also the accessible description
    QString title() const;

    /// The content fills the rest of the card.
    void setContent(QWidget* content, int stretch = 1);
    QVBoxLayout* body() const { return m_body; }
    /// Small controls right of the subtitle.
    void addHeaderWidget(QWidget* control);
    /// Without padding: tables that reach to the border.
    void setFlush(bool flush);

private:
    QHBoxLayout* m_header;
    QVBoxLayout* m_body;
    QLabel* m_title;
    ElidedLabel* m_subtitle;
};

} // namespace zonescope::ui::widgets
