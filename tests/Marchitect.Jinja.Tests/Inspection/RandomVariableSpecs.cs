using System.Text.Json;
using System.Text.Json.Nodes;
using Marchitect.Jinja.Conformance;
using Marchitect.Jinja.Tests.RandomTemplates;

namespace Marchitect.Jinja.Tests.Inspection;

/// <summary>What rendering templates that nobody wrote shows of the variables that they need.</summary>
public sealed class RandomVariableSpecs
{
    [Fact]
    public void Random_expressions() => Compare(1000, dice => new TemplateGrammar(dice).Expression());

    [Fact]
    public void Random_statements() => Compare(400, dice => new TemplateGrammar(dice).Statements());

    [Fact]
    public void Random_includes_imports_and_inheritance() => Compare(300, dice => new TemplateGrammar(dice).Family());

    // Each is rendered without one of its variables, and where it misses that one, it was found.
    private static void Compare(int count, Func<Dice, JsonObject> make)
    {
        var missed = 0;
        for (var i = 0; i < count; i++)
        {
            var dice = new Dice(i);
            var definition = make(dice);
            var given = ConformanceCase.Of(definition, new("", null));
            if (Parse(given) is not { } template)
                continue;
            var found = template.FindVariables();
            // A variable of the template's own that it has not set where it reads it: what is given is of no use.
            var ownName = MissedWithout(template, given.Variables, "")?.Name;
            foreach (var name in given.Variables.EnumerateObject().Select(variable => variable.Name).Append("missing"))
            {
                if (MissedWithout(template, given.Variables, name) is not { } error || error.Name == ownName && error.Name != "missing")
                    continue;
                // Of what is included by a computed name nothing is known.
                if (error.TemplateName is not null && !found.Any(variable => variable.TemplateName == error.TemplateName))
                    continue;
                missed++;
                Assert.True(found.Any(variable => variable.Name == error.Name), $"{error.Name} was not found: {definition["template"]}");
            }
        }
        Assert.True(missed > count / 20, $"Only {missed} of {count} missed anything.");
    }

    private static Template? Parse(ConformanceCase given)
    {
        try
        {
            return new JinjaEnvironment(CaseOptions.Read(given.Options), given.Includes is { } templates ? new DictionaryLoader(templates) : null).FromString(given.Template);
        }
        catch (TemplateSyntaxException)
        {
            return null;
        }
    }

    private static UndefinedException? MissedWithout(Template template, JsonElement variables, string name)
    {
        var rest = variables.EnumerateObject().Where(variable => variable.Name != name).ToDictionary(variable => variable.Name, variable => Value.From(variable.Value));
        try
        {
            template.Render(Value.From(rest));
            return null;
        }
        catch (UndefinedException error)
        {
            return error.Problem == $"'{error.Name}' is undefined" ? error : null;
        }
        catch (TemplateException)
        {
            return null;
        }
    }
}
