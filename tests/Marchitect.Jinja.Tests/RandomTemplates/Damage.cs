namespace Marchitect.Jinja.Tests.RandomTemplates;

/// <summary>Small wounds to the text of a template, such as typing makes.</summary>
internal static class Damage
{
    private static readonly string[] Pieces =
    [
        "{{", "}}", "{%", "%}", "{#", "#}", "-%}", "{%-", "{%+", "'", "\"", "(", ")", "[", "]", "{", "}", "|", ".", ",", ":", "~", "=", "==", "!=", "<", "+", "-", "*", "**", "/", "//", "%", "\\",
        " if ", " else ", " in ", " is ", " not ", " and ", " or ", " for ", "endfor", "endif", "{% endif %}", "{% endfor %}", "{% else %}", "{% raw %}", "{% block q %}", "{% endblock %}", "{% set x = 1 %}",
        "0", "1", "1.5", "1e", "0x", "x", "none", "true", "missing", "_", " ", "\n", "\r\n", "\t", "é", "😀", "!", "@", "$", "&", "`", ";", "?",
    ];

    public static string Inflict(string template, Dice dice)
    {
        for (var wounds = dice.Pick(1, 1, 1, 2, 3); wounds > 0; wounds--)
        {
            var at = dice.Below(template.Length + 1);
            var length = Math.Min(dice.Pick(1, 1, 2, 3, 8), template.Length - at);
            template = dice.Below(5) switch
            {
                0 => template.Remove(at, length),
                1 => template.Insert(at, dice.Pick<string>(Pieces)),
                2 => template.Remove(at, length).Insert(at, dice.Pick<string>(Pieces)),
                3 => template.Insert(at, template.Substring(at, length)),
                _ => template.Insert(at, template.Substring(dice.Below(template.Length - length + 1), length)),
            };
        }
        return template;
    }
}
