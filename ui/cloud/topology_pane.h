// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/cloud/cloud_view.h"

#include <QWidget>

class QCheckBox;
class QLabel;
class QStackedLayout;

namespace zonescope::ui::cloudpage {

class TopologyView;

/// The picture with its controls: what is laid over it, zoom, save.
class TopologyPane final : public QWidget
{
    Q_OBJECT

public:
    explicit TopologyPane(QWidget* parent = nullptr);

    void show(const cloud::CloudViewPtr& view);
    /// Ids of resources that differ from what is wanted.
    void setDrift(std::vector<std::string> ids);
    TopologyView* view() const { return m_view; }
    /// Asks for a file; tells by saved().
    void savePicture();
    bool savePictureTo(const QString& file);

signals:
    void saved(const QString& text, bool problem);

private:
    QWidget* makeBar();
    void overlay();
    void draw();

    cloud::CloudViewPtr m_shown;
    std::vector<std::string> m_drift;
    TopologyView* m_view;
    QLabel* m_empty;
    QStackedLayout* m_stack;
    std::vector<QCheckBox*> m_marks;
};

} // namespace zonescope::ui::cloudpage
