using Xunit;

namespace Marchitect.Tests.Resources;

public sealed class ResourceSpecs : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("marchitect-resources-");

    public void Dispose() => _root.Delete(recursive: true);

    [Fact]
    public void The_first_resource_path_that_has_it_wins()
    {
        var second = Put("b/nginx/site.conf");
        Assert.Equal(second, Paths("a", "b").Find("nginx", "site.conf"));

        var first = Put("a/nginx/site.conf");
        Assert.Equal(first, Paths("a", "b").Find("nginx", "site.conf"));
        Assert.Equal(second, Paths("b", "a").Find("nginx", "site.conf"));
    }

    [Fact]
    public void A_folder_is_a_resource_too()
    {
        var file = Put("a/nginx/www/index.html");

        Assert.Equal(Path.GetDirectoryName(file), Paths("a").Find("nginx", "www"));
    }

    [Fact]
    public void An_absolute_path_is_taken_as_it_is() =>
        Assert.Equal("/no/such/file", Paths("a").Find("nginx", "/no/such/file"));

    [Fact]
    public void What_is_not_found_lists_every_place_looked_at_in_order()
    {
        Put("a/apache/site.conf");

        var error = Assert.Throws<ResourceNotFoundException>(() => Paths("b", "a").Find("nginx", "site.conf"));

        Assert.Equal([At("b/nginx/site.conf"), At("a/nginx/site.conf")], error.Places);
        Assert.Equal(
            $"whiteprint 'nginx' has no resource 'site.conf'.\n\n  looked at    {At("b/nginx/site.conf")}\n               {At("a/nginx/site.conf")}"
            + "\n\nPut it at one of these places, or give another resource path.",
            error.Message);
    }

    [Theory]
    [InlineData("../apache/site.conf")]
    [InlineData("..")]
    [InlineData("www/../../apache/site.conf")]
    public void A_relative_path_does_not_climb_out_of_the_whiteprints_folder(string path)
    {
        Put("a/apache/site.conf");
        Put("a/nginx/www/index.html");

        var error = Assert.Throws<ResourceNotFoundException>(() => Paths("a").Find("nginx", path));

        Assert.Equal($"the resource '{path}' would lie outside the folder of whiteprint 'nginx'.", error.What);
    }

    [Fact]
    public void A_relative_path_may_climb_within_it() =>
        Assert.Equal(Put("a/nginx/site.conf"), Paths("a").Find("nginx", "www/../site.conf"));

    private ResourcePaths Paths(params string[] folders) => new(folders.Select(At));

    private string At(string path) => Path.Combine(_root.FullName, path);

    private string Put(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(At(path))!);
        File.WriteAllText(At(path), path);
        return At(path);
    }
}
