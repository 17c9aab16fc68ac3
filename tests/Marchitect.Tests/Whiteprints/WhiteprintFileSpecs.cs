using Xunit;

namespace Marchitect.Tests.Whiteprints;

/// <summary>A whiteprint brings its resources to the host and takes files from it; written as a user would.</summary>
public sealed class WhiteprintFileSpecs : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("marchitect-files-");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private RunOptions Options => new()
    {
        ResourcePaths = [At("resources")],
        Config = new() { [typeof(Nginx)] = new() { ["root"] = At("host") } },
    };

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Relative_paths_are_resources_and_only_what_differs_travels()
    {
        Put("resources/nginx/site.conf", "listen 80;\n");
        Put("resources/nginx/www/index.html", "Hello\n");
        Put("elsewhere.txt", "from elsewhere\n");
        Directory.CreateDirectory(At("host"));
        var moved = new List<FileMoved>();
        var options = Options with
        {
            OnEvent = happened =>
            {
                if (happened is FileMoved file)
                    moved.Add(file);
            },
        };

        await new WebServer().InstallAsync(new LocalTransport(), options, Cancel);
        var changedAtFirst = Uploads(moved);
        moved.Clear();
        await new WebServer().InstallAsync(new LocalTransport(), options, Cancel);

        Assert.Equal("listen 80;\n", Read("host/site.conf"));
        Assert.Equal("Hello\n", Read("host/www/index.html"));
        Assert.Equal("from elsewhere\n", Read("host/elsewhere.txt"));
        Assert.Equal("workers 2 for example.org\n", Read("host/bytes"));
        Assert.Equal("workers 2 for example.org\n", Read("host/stream"));
        Assert.Equal("listen 80;\n", Read("down.conf"));
        // Both steps bring the same files, so that those of the second find them right already.
        Assert.Equal(["site.conf", "www", "elsewhere.txt", "bytes"], changedAtFirst);
        Assert.Empty(Uploads(moved));
    }

    [Fact]
    public async Task A_missing_resource_ends_the_step_with_every_place_looked_at()
    {
        Directory.CreateDirectory(At("host"));

        var error = await Assert.ThrowsAsync<ResourceNotFoundException>(
            () => new WebServer().InstallAsync(new LocalTransport(), Options, Cancel));

        Assert.Equal([At("resources/nginx/site.conf")], error.Places);
        Assert.Equal("local, plan WebServer, step 1 of 2 'nginx', mode install", error.Where.ToString());
    }

    // Those whose content is known here before it travels: a stream is not.
    private static IEnumerable<string?> Uploads(IEnumerable<FileMoved> moved) =>
        [.. moved.Where(file => file.IsUpload && file.IsChanged).Select(file => Path.GetFileName(file.Path)).Where(name => name != "stream")];

    private string At(string path) => Path.Combine(_folder.FullName, path);

    private string Read(string path) => File.ReadAllText(At(path));

    private void Put(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(At(path))!);
        File.WriteAllText(At(path), text);
    }

    private sealed class Nginx : Whiteprint
    {
        public override ConfigMap DefaultConfig => new() { ["workers"] = 2 };

        protected override async Task ExecuteAsync(string mode, CancellationToken cancellationToken)
        {
            if (mode is not Mode.Install)
                return;
            var root = Config["root"].Text;
            await UploadAsync("site.conf", $"{root}/site.conf", cancellationToken: cancellationToken);
            await UploadTreeAsync("www", $"{root}/www", cancellationToken: cancellationToken);
            await UploadAsync(Path.GetFullPath($"{root}/../elsewhere.txt"), $"{root}/elsewhere.txt", cancellationToken: cancellationToken);
            var bytes = System.Text.Encoding.UTF8.GetBytes($"workers {Config["workers"].Integer} for {Config["server_name"].Text}\n");
            await UploadAsync(bytes, $"{root}/bytes", new() { Permissions = "0600" }, cancellationToken);
            using var stream = new MemoryStream(await DownloadBytesAsync($"{root}/bytes", cancellationToken: cancellationToken));
            await UploadAsync(stream, $"{root}/stream", cancellationToken: cancellationToken);
            await DownloadAsync($"{root}/site.conf", $"{root}/../down.conf", cancellationToken: cancellationToken);
            using var copy = new MemoryStream();
            await DownloadAsync($"{root}/stream", copy, cancellationToken: cancellationToken);
            Assert.Equal(bytes, copy.ToArray());
            var permissions = await QueryAsync($"stat -c %a {root}/bytes", cancellationToken);
            Assert.Equal("600", permissions.Stdout.Trimmed);
        }
    }

    private sealed class WebServer : SitePlan
    {
        public override IReadOnlyList<Step> Plan =>
        [
            Step.Of<Nginx>(new() { ["server_name"] = "example.org" }),
            Step.Of<Nginx>(alias: "second", config: new() { ["server_name"] = "example.org", ["aliases"] = ["a", "b"] }),
        ];
    }
}
