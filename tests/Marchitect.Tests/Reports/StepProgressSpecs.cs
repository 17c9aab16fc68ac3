using Xunit;

namespace Marchitect.Tests.Reports;

public sealed class StepProgressSpecs
{
    // One letter a step: d(one), f(ailed), c(ancelled), i(nvalid), n(ot started).
    [Theory]
    [InlineData("dddfnnnnn", "Steps 1-3 are done; steps 5-9 were not started.")]
    [InlineData("dfn", "Step 1 is done; step 3 was not started.")]
    [InlineData("ddf", "Steps 1-2 are done.")]
    [InlineData("fnn", "Steps 2-3 were not started.")]
    [InlineData("ddcn", "Steps 1-2 are done; step 4 was not started.")]
    [InlineData("nn", "Steps 1-2 were not started.")]
    [InlineData("dfdiiddi", "Steps 1, 3, 6-7 are done; steps 4-5, 8 have problems.")]
    [InlineData("f", null)]
    [InlineData("", null)]
    public void A_run_tells_how_far_it_came(string outcomes, string? text)
    {
        var steps = outcomes.Select((letter, index) => new StepReport(index + 1, "step", Outcome(letter), default, default)).ToList();

        Assert.Equal(text, StepProgress.Of(steps));
    }

    private static StepOutcome Outcome(char letter) => letter switch
    {
        'd' => StepOutcome.Done,
        'f' => StepOutcome.Failed,
        'c' => StepOutcome.Cancelled,
        'i' => StepOutcome.Invalid,
        _ => StepOutcome.NotStarted,
    };
}
