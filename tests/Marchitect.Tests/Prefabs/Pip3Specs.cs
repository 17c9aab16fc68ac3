using Marchitect.Prefabs;
using Xunit;

namespace Marchitect.Tests.Prefabs;

public sealed class Pip3Specs
{
    [Theory]
    [InlineData("flask", "there 3.0.0", "")]
    [InlineData("flask", "none", "install -- flask")]
    [InlineData("flask==3.0.0", "there 3.0.0", "")]
    [InlineData("flask==3.0.0", "there 2.0.0", "install -- 'flask==3.0.0'")]
    [InlineData("My_Pkg..Name", "none", "install -- my-pkg-name")]
    [InlineData("flask", "no-venv", "venv, install -- flask")]
    [InlineData("flask", "no-python", "impossible: the host has no python3")]
    public void A_package_is_installed_where_it_is_not_as_wanted(string package, string text, string expected) =>
        Assert.Equal(expected, Decided(new(package) { VirtualEnvironment = "/venv" }, Mode.Install, text));

    [Theory]
    [InlineData("there 1.0 latest", "")]
    [InlineData("there 1.0 older 2.0", "install --upgrade -- flask")]
    public void The_latest_is_what_the_index_has(string text, string expected) =>
        Assert.Equal(expected, Decided(new("flask") { VirtualEnvironment = "/venv", IsLatest = true }, Mode.Update, text));

    [Theory]
    [InlineData("there 1.0", "uninstall -y -- flask")]
    [InlineData("none", "")]
    [InlineData("no-venv", "")]
    [InlineData("no-python", "")]
    public void What_is_to_be_gone_is_removed(string text, string expected)
    {
        Assert.Equal(expected, Decided(new("flask") { VirtualEnvironment = "/venv", IsAbsent = true }, Mode.Install, text));
        Assert.Equal(expected, Decided(new("flask") { VirtualEnvironment = "/venv", RemoveOnClean = true }, Mode.Clean, text));
        Assert.Same(Probe.None, new Pip3("flask").Observe(Mode.Clean));
    }

    [Fact]
    public void A_password_of_the_index_is_neither_shown_nor_in_an_argument_list()
    {
        var pip = new Pip3("flask") { VirtualEnvironment = "/venv", IndexUrl = "https://ann:hunter2@packages.example.org/simple", IsLatest = true };

        var install = Assert.IsType<RunCommand>(Assert.Single(pip.Decide(Mode.Install, new Findings([PipState.Read(new("none"))])).Operations));

        Assert.StartsWith("PIP_INDEX_URL=https://ann:hunter2@packages.example.org/simple /venv/bin/python -m pip", install.Text, StringComparison.Ordinal);
        Assert.StartsWith("PIP_INDEX_URL=https://***@packages.example.org/simple /venv/bin/python -m pip", install.Title, StringComparison.Ordinal);
        Assert.Equal("no such index: https://***@x, ***", new Redactor(install.Secrets).Redact("no such index: https://ann:hunter2@x, hunter2"));
        Assert.StartsWith("'?PIP_INDEX_URL=", pip.Observe(Mode.Install).Questions[0].Words[2], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-r")]
    [InlineData("a b")]
    [InlineData("flask>=2")]
    [InlineData("flask==")]
    [InlineData("flask==3.*")]
    [InlineData("./flask")]
    [InlineData("flask;reboot")]
    [InlineData("$(reboot)")]
    public void What_is_no_package_is_refused_where_it_is_written(string text) => Assert.Throws<ArgumentException>(() => new Pip3("ok", text));

    [Fact]
    public async Task Packages_stand_in_a_virtual_environment_and_go_again()
    {
        await using var host = await PrefabHost.StartAsync("debian root");
        var missing = await host.InstallAsync(new Pip3("one") { VirtualEnvironment = "/srv/venv" });
        PrefabHost.ExpectDone(await host.InstallAsync(new Apt("python3-pip") { WithoutRecommends = true }));
        var noVenv = await host.InstallAsync(new Pip3("one") { VirtualEnvironment = "/srv/venv" });
        PrefabHost.ExpectDone(await host.InstallAsync(new Apt("python3-venv")));
        await host.ShAsync(MakeWheels);
        var system = await host.InstallAsync(new Pip3("one") { FindLinks = ["/opt/wheels"], WithoutIndex = true });
        var unknown = await host.InstallAsync(new Pip3("nothing-of-the-kind") { FindLinks = ["/opt/wheels"], WithoutIndex = true, VirtualEnvironment = "/srv/other" });

        Assert.Contains("the host has no python3", missing.Error!.Message, StringComparison.Ordinal);
        Assert.Contains("python3-venv", noVenv.Error!.Message, StringComparison.Ordinal);
        Assert.Contains("set VirtualEnvironment", system.Error!.Message, StringComparison.Ordinal);
        Assert.Contains("No matching distribution found for nothing-of-the-kind", unknown.Error!.Message, StringComparison.Ordinal);
        await host.ExpectContractAsync(
            [
                new Pip3("one==1.0", "Two_Words") { VirtualEnvironment = "/srv/with space/venv", FindLinks = ["/opt/wheels"], WithoutIndex = true, RemoveOnClean = true },
                new Pip3("one") { VirtualEnvironment = "/srv/latest", FindLinks = ["/opt/wheels"], WithoutIndex = true, IsLatest = true, RemoveOnClean = true },
            ],
            async () => Assert.Equal(
                "one==1.0\ntwo-words==1.0\none==2.0\n",
                await host.ShAsync("cd '/srv/with space'; venv/bin/python -m pip freeze | tr A-Z_ a-z-; /srv/latest/bin/python -m pip freeze")),
            async () => Assert.Equal("", await host.ShAsync("cd '/srv/with space'; venv/bin/python -m pip freeze; /srv/latest/bin/python -m pip freeze")));

        var indexed = new Pip3("one") { VirtualEnvironment = "/srv/index", IndexUrl = "file:///opt/simple", IsLatest = true };
        PrefabHost.ExpectDone(await host.InstallAsync(indexed));
        Assert.Equal("one==2.0\n", await host.ShAsync("/srv/index/bin/python -m pip freeze"));
        Assert.Empty((await host.InstallAsync(indexed)).Changes);
        await host.ShAsync("/srv/index/bin/python -m pip install -q --no-index --find-links /opt/wheels one==1.0");
        Assert.Equal("package one 1.0 -> 2.0", Assert.Single((await host.InstallAsync(indexed)).Changes).Differences.Single().ToString());

        var older = new Pip3("one==1.0") { VirtualEnvironment = "/srv/latest", FindLinks = ["/opt/wheels"], WithoutIndex = true };
        PrefabHost.ExpectDone(await host.InstallAsync(older));
        var upgraded = await host.RunAsync(Mode.Update, new Pip3("one") { VirtualEnvironment = "/srv/latest", FindLinks = ["/opt/wheels"], WithoutIndex = true, IsLatest = true });
        PrefabHost.ExpectDone(upgraded);
        Assert.Equal("one==2.0\n", await host.ShAsync("/srv/latest/bin/python -m pip freeze"));
        // What a run that was cut while it made the environment has left: a Python, and no pip.
        await host.ShAsync("rm -rf /srv/latest/lib/python3*/site-packages/pip*");
        PrefabHost.ExpectDone(await host.InstallAsync(older));
    }

    internal const string MakeWheels =
        """
        mkdir -p /opt/wheels && cd /opt/wheels && python3 - <<'end'
        import zipfile
        for name, version in (("one", "1.0"), ("one", "2.0"), ("two_words", "1.0")):
            info = f"{name}-{version}.dist-info"
            with zipfile.ZipFile(f"{name}-{version}-py3-none-any.whl", "w") as wheel:
                wheel.writestr(f"{name}.py", "")
                wheel.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n")
                wheel.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nGenerator: hand\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
                wheel.writestr(f"{info}/RECORD", f"{name}.py,,\n{info}/METADATA,,\n{info}/WHEEL,,\n{info}/RECORD,,\n")
        end
        mkdir -p /opt/simple/one && cd /opt/simple/one
        for w in /opt/wheels/one-*; do echo "<a href='file://$w'>${w##*/}</a>"; done >index.html
        """;

    private static string Decided(Pip3 pip, string mode, string text)
    {
        var change = pip.Decide(mode, new Findings([PipState.Read(new(text))]));
        return change.Kind == ChangeKind.Impossible
            ? $"impossible: {change.Reason}"
            : string.Join(", ", change.Operations.Select(operation => operation.Title.StartsWith("python3 -m venv", StringComparison.Ordinal)
                ? "venv"
                : operation.Title.Split(" && exit")[0].Replace("/venv/bin/python -m pip --disable-pip-version-check ", "", StringComparison.Ordinal).Replace("--no-input ", "", StringComparison.Ordinal)));
    }
}
