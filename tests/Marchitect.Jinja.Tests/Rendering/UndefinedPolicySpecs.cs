namespace Marchitect.Jinja.Tests.Rendering;

/// <summary>What may be done with what is not defined, by policy; the expectations were made by Jinja2's classes.</summary>
public sealed class UndefinedPolicySpecs
{
    [Theory]
    [InlineData("<{{ x }}>", "<>", "<>", "!undefined")]
    [InlineData("{{ x.y }}", "!undefined", "", "!undefined")]
    [InlineData("{{ x['y'] }}", "!undefined", "", "!undefined")]
    [InlineData("{{ x.y.z is defined }}", "!undefined", "False", "!undefined")]
    [InlineData("{% if x %}a{% else %}b{% endif %}", "b", "b", "!undefined")]
    [InlineData("{% for i in x %}{{ i }}{% else %}none{% endfor %}", "none", "none", "!undefined")]
    [InlineData("{{ x|length }}", "0", "0", "!undefined")]
    [InlineData("{{ x + 1 }}", "!undefined", "!undefined", "!undefined")]
    [InlineData("{{ x == y }}", "True", "True", "!undefined")]
    [InlineData("{{ x ~ 'a' }}", "a", "a", "!undefined")]
    [InlineData("{{ x|default('d') }}", "d", "d", "d")]
    [InlineData("{{ x.y|default('d') }}", "!undefined", "d", "!undefined")]
    [InlineData("{{ x() }}", "!undefined", "!undefined", "!undefined")]
    [InlineData("{{ not x }}", "True", "True", "!undefined")]
    [InlineData("{{ x|join }}", "", "", "!undefined")]
    [InlineData("{{ [x] }}", "[Undefined]", "[Undefined]", "[Undefined]")]
    [InlineData("{{ 1 in x }}", "False", "False", "!undefined")]
    [InlineData("{{ x is defined }}", "False", "False", "False")]
    [InlineData("{{ x|upper }}", "", "", "!undefined")]
    [InlineData("{{ d.gone }}|", "|", "|", "!undefined")]
    [InlineData("{{ d.gone.more }}|", "!undefined", "|", "!undefined")]
    public void Each_policy_allows_what_its_class_in_Jinja2_allows(string source, string lenient, string chainable, string strict)
    {
        Assert.Equal(
            (lenient, chainable, strict),
            (Outcome(source, UndefinedPolicy.Lenient), Outcome(source, UndefinedPolicy.Chainable), Outcome(source, UndefinedPolicy.Strict)));
    }

    private static string Outcome(string source, UndefinedPolicy policy)
    {
        try
        {
            return new JinjaEnvironment(new() { Undefined = policy }).FromString(source).Render(new { d = new Dictionary<string, int>() });
        }
        catch (UndefinedException)
        {
            return "!undefined";
        }
        catch (TemplateRuntimeException)
        {
            return "!runtime";
        }
    }
}
