"""How Django's forms are drawn, ours and those of allauth alike."""

from django.forms.renderers import TemplatesSetting


class DeskRenderer(TemplatesSetting):
    """Forms, fields and errors from the templates of the common look."""

    form_template_name = "web/parts/form.html"
    field_template_name = "web/parts/field.html"
