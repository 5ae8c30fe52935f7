// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/cloud/cloud_view.h"

#include <QWidget>

class QLabel;
class QListWidget;
class QPlainTextEdit;
class QPushButton;

namespace zonescope::ui::cloudpage {

/// What is known of one resource: facts, what it has to do with others, everything as the provider said it.
class ResourceDetail final : public QWidget
{
    Q_OBJECT

public:
    explicit ResourceDetail(QWidget* parent = nullptr);

    void show(cloud::CloudViewPtr view, cloud::Index resource);
    void clear();
    cloud::Index shown() const { return m_resource; }

signals:
    void resourceWanted(zonescope::cloud::Index resource); ///< a relation was opened
    void copied(const QString& what);

private:
    QWidget* makeButtons();
    void showFacts(const cloud::Resource& resource);
    void showRelations();
    void showWhatIsSaid();
    void addRelation(const QString& text, cloud::Index target);
    void open();
    void copy(const QString& text);

    cloud::CloudViewPtr m_view;
    cloud::Index m_resource = cloud::Snapshot::none;
    QLabel* m_title;
    QLabel* m_facts;
    QListWidget* m_relations;
    QPlainTextEdit* m_raw;
    QPushButton* m_command;
    QPushButton* m_json;
};

} // namespace zonescope::ui::cloudpage
