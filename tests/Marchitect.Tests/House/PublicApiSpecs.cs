using System.Reflection;
using PublicApiGenerator;
using Xunit;

namespace Marchitect.Tests.House;

public sealed class PublicApiSpecs
{
    public static TheoryData<string> Packages => [.. Repository.Packages];

    [Theory]
    [MemberData(nameof(Packages))]
    public void The_public_surface_is_what_was_reviewed(string package)
    {
        var surface = Assembly.Load(package).GeneratePublicApi(new ApiGeneratorOptions { IncludeAssemblyAttributes = false })
            .ReplaceLineEndings("\n").TrimEnd() + "\n";
        var reviewed = Repository.PathOf("tests", "Marchitect.Tests", "House", "PublicApi", package + ".txt");
        var received = Path.ChangeExtension(reviewed, ".received.txt");

        if (File.Exists(reviewed) && File.ReadAllText(reviewed) == surface)
        {
            File.Delete(received);
            return;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(received)!);
        File.WriteAllText(received, surface);
        Assert.Fail($"""
            The public surface of {package} is not what {Repository.NameOf(reviewed)} holds. Read the difference:
              git diff --no-index {Repository.NameOf(reviewed)} {Repository.NameOf(received)}
            and where it is meant, accept it:
              mv {Repository.NameOf(received)} {Repository.NameOf(reviewed)}
            """);
    }
}
