"""The addresses of the plan's room."""

from django.urls import URLPattern, path

from mithaq.matters.plan import (
    views,
    views_of_actions,
    views_of_files,
    views_of_papers,
    views_of_tasks,
    views_of_time,
)

app_name = "plan"

urlpatterns: list[URLPattern] = [
    path("<str:reference>/", views.page, name="page"),
    path("<str:reference>/actions/", views.tree, name="tree"),
    path("<str:reference>/paper/<str:language>/", views_of_papers.page, name="paper"),
    path("<str:reference>/report/<int:year>/<int:half>/", views_of_papers.report, name="report"),
    path("<str:reference>/actions/<slug:name>/", views_of_actions.action, name="action"),
    path("<str:reference>/actions/<slug:name>/tasks/", views_of_tasks.set_task, name="set-task"),
    path("<str:reference>/tasks/<uuid:task>/", views_of_tasks.task, name="task"),
    path("<str:reference>/tasks/<uuid:task>/move/", views_of_tasks.move_task, name="move-task"),
    path("<str:reference>/board/", views_of_actions.board, name="board"),
    path("<str:reference>/timeline/", views_of_time.timeline, name="timeline"),
    path("<str:reference>/calendar/", views_of_time.calendar, name="calendar"),
    path("<str:reference>/calendar/year/", views_of_time.year, name="year"),
    path("<str:reference>/calendar/file/", views_of_time.ics, name="ics"),
    path("<str:reference>/indicators/", views_of_actions.indicators, name="indicators"),
    path("<str:reference>/indicators/<slug:name>/", views_of_actions.indicator, name="indicator"),
    path("<str:reference>/late/", views.late, name="late"),
    path("<str:reference>/revisions/", views_of_actions.compare, name="compare"),
    path("<str:reference>/files/", views_of_files.files, name="files"),
    path("<str:reference>/files/template/", views_of_files.template, name="template"),
    path("<str:reference>/files/preview/", views_of_files.preview, name="preview"),
    path("<str:reference>/files/bring-in/", views_of_files.bring_in, name="bring-in"),
    path("<str:reference>/files/<slug:name>/", views_of_files.export, name="export"),
]
