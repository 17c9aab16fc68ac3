using Marchitect.Tests.Plans;
using Xunit;
using static Marchitect.Tests.Plans.Gate;

namespace Marchitect.Tests.Whiteprints;

public sealed class NestingSpecs : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("marchitect-nesting-");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private RunOptions Options => new() { ResourcePaths = [_folder.FullName] };

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_nested_whiteprint_keeps_target_name_and_resources_and_has_a_config_of_its_own()
    {
        var resource = Path.Combine(_folder.CreateSubdirectory("inner").FullName, "file");
        await File.WriteAllTextAsync(resource, "", Cancel);
        (string Mode, string Name, TargetFacts Target, string Resource, ConfigMap Config)? seen = null;
        TargetFacts? outer = null;
        Set<First>(async (hands, _, _) =>
        {
            outer = hands.Target;
            await hands.ExecuteAsync<Inner>("polish", new() { ["level"] = 2 });
            return null;
        });
        Set<Inner>((hands, mode, _) =>
        {
            seen = (mode, hands.Name, hands.Target, hands.Resource("file"), hands.Config);
            return Task.FromResult<string?>(null);
        });

        await new Three().InstallAsync(
            new LocalTransport(), Options with { Config = new() { [typeof(First)] = new() { ["outer"] = true } } }, Cancel);

        Assert.NotNull(outer?.User);
        Assert.Equal(("polish", "inner", outer, resource, new ConfigMap { ["level"] = 2, ["own"] = true }), seen);
        Assert.Equal("whiteprint first, which nests inner", seen?.Config["level"].Source?.Layer);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_nested_validation_gives_its_problem_returned_or_thrown(bool thrown)
    {
        Set<Second>(async (hands, mode, _) => $"inside: {await hands.ValidateAsync<Inner>(mode)}");
        Set<Inner>((_, _, _) => thrown ? throw new ValidationException("off.") : Task.FromResult<string?>("off."));

        var report = await new Three().ValidateAsync("install", new LocalTransport(), Options, Cancel);

        Assert.Equal("inside: off.", report.Steps[1].Problem);
    }

    [Fact]
    public async Task An_object_is_nested_one_after_another_but_not_in_itself()
    {
        var inner = new Inner();
        var calls = 0;
        Set<First>(async (hands, mode, _) =>
        {
            await hands.ExecuteAsync(inner, mode);
            await hands.ExecuteAsync(inner, mode);
            return null;
        });
        Set<Inner>(async (hands, mode, _) =>
        {
            if (++calls == 2)
                await hands.ExecuteAsync(inner, mode);
            return null;
        });

        var report = await new Three().InstallAsync(new LocalTransport(), Options with { ErrorOk = true }, Cancel);

        Assert.Equal(2, calls);
        Assert.IsType<InvalidOperationException>(report.Error?.InnerException);
    }

    [Fact]
    public async Task A_wrong_config_of_a_nested_whiteprint_is_an_error_of_the_step()
    {
        Set<Third>(async (hands, mode, _) =>
        {
            await hands.ExecuteAsync<Inner>(mode, new() { ["_target"] = "mine" });
            return null;
        });

        var error = await Assert.ThrowsAsync<ConfigurationException>(() => new Three().InstallAsync(new LocalTransport(), Options, Cancel));

        Assert.Equal(3, error.Where.StepNumber);
        Assert.Equal("whiteprint first, which nests inner".Replace("first", "third", StringComparison.Ordinal), error.SetBy?.Layer);
    }

    [Fact]
    public void Outside_a_run_there_is_no_config() =>
        Assert.Throws<InvalidOperationException>(() => new Hands(new First()).Config);
}
