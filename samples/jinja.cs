#:project ../src/Marchitect.Jinja/Marchitect.Jinja.csproj
using Marchitect.Jinja;

var template = Template.Parse("""
    {%- macro server(name, port=80) -%}
    server { listen {{ port }}; server_name {{ name }}; }
    {%- endmacro -%}
    # {{ sites | length }} sites of {{ owner_name | title }}
    {% for site, port in sites | dictsort %}
    {{ loop.index }}: {{ server(site, port or 8080) }}
    {%- endfor %}
    {{ 2 ** 100 }} {{ 10 / 4 }} {{ '%.3f' % 1.5 }} {{ sites | tojson }}
    """);

try
{
    Console.WriteLine(template.Render(new { OwnerName = "ann lee", Sites = new Dictionary<string, int?> { ["shop.example.org"] = 80, ["blog.example.org"] = null } }));
    Console.WriteLine(Template.Parse("Dear {{ nmae }}").Render(new { Name = "Ann" }));
    return 0;
}
catch (TemplateException wrong)
{
    Console.Error.WriteLine(wrong.Message);
    return 1;
}
