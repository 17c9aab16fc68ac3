using System.Globalization;

namespace Marchitect.Jinja.Conformance;

/// <summary>Renders cases.</summary>
internal static class CaseRunner
{
    /// <summary>Longer than any honest case takes, a slow machine and its first compilation included.</summary>
    public static TimeSpan TimeLimit { get; } = TimeSpan.FromSeconds(10);

    /// <summary>Renders a case and compares.</summary>
    /// <returns>What it came to where that is not what was expected, else null.</returns>
    public static Outcome? Difference(ConformanceCase of)
    {
        var outcome = RunInTime(of);
        return outcome.Meets(of.Expected) ? null : outcome;
    }

    /// <summary>What a case comes to. One that does not end is left behind after <see cref="TimeLimit"/>; the others go on.</summary>
    /// <param name="of">The case.</param>
    /// <param name="limits">How far it may go, or null for what holds by default.</param>
    public static Outcome RunInTime(ConformanceCase of, JinjaLimits? limits = null)
    {
        var running = Task.Run(() => Run(of, limits ?? JinjaLimits.Default));
        return running.Wait(TimeLimit)
            ? running.Result
            : new(null, Outcome.TimedOut, Message: string.Create(CultureInfo.InvariantCulture, $"after {TimeLimit.TotalSeconds} s"));
    }

    private static Outcome Run(ConformanceCase of, JinjaLimits limits)
    {
        try
        {
            var environment = new JinjaEnvironment(CaseOptions.Read(of.Options) with { Limits = limits }, of.Includes is { } templates ? new DictionaryLoader(templates) : null);
            return new(environment.FromString(of.Template).Render(Value.From(of.Variables)), null);
        }
        catch (TemplateException error)
        {
            return new(null, ClassOf(error), error.Line > 0 ? error.Line : null, error.Problem);
        }
        catch (NotSupportedException unsupported)
        {
            return new(null, Outcome.Unsupported, Message: unsupported.Message);
        }
        catch (Exception unexpected)
        {
            // A fault of the engine: it is told as such, and the other cases are still worth running.
            return new(null, Outcome.Unexpected, Message: $"{unexpected.GetType().Name}: {unexpected.Message} {unexpected.StackTrace?.Split('\n')[0].Trim()}");
        }
    }

    private static string ClassOf(TemplateException error) => error switch
    {
        TemplateSyntaxException => Outcome.Syntax,
        UndefinedException => Outcome.Undefined,
        TemplateNotFoundException => Outcome.NotFound,
        _ => Outcome.Runtime,
    };
}
