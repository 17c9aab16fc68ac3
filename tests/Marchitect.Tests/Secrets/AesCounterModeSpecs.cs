using System.Text;

namespace Marchitect.Tests.Secrets;

public sealed class AesCounterModeSpecs
{
    /// <summary>
    /// Made by OpenSSL: <c>printf TEXT | openssl enc -aes-256-ctr -K 0001...1f -iv COUNTER</c>.
    /// </summary>
    [Theory]
    [InlineData("ffffffffffffffffffffffffffffffff", "d9a8d62e789246ed6bbe70193eeb3288c2a132851e7ca9e791cafb08be4a12e688240c")]
    [InlineData("000000000000000000000000000000ff", "3986e6bdf428da6e0ae349a6ea01fbfc611f6403e5996b787bf1161f0d6b160359b5e2")]
    public void The_counter_is_the_whole_block_and_wraps(string counter, string encrypted)
    {
        var text = "0123456789abcdef0123456789abcdefxyz"u8.ToArray();
        var key = Convert.FromHexString("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f");

        AesCounterMode.Transform(key, Convert.FromHexString(counter), text);
        Assert.Equal(encrypted, Convert.ToHexStringLower(text));

        AesCounterMode.Transform(key, Convert.FromHexString(counter), text);
        Assert.Equal("0123456789abcdef0123456789abcdefxyz", Encoding.ASCII.GetString(text));
    }

    [Fact]
    public void It_does_as_NIST_SP_800_38A_F_5_5_shows()
    {
        var text = Convert.FromHexString("6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e51");
        AesCounterMode.Transform(
            Convert.FromHexString("603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4"), Convert.FromHexString("f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff"), text);
        Assert.Equal("601ec313775789a5b7a7f504bbf3d228f443e3ca4d62b59aca84e990cacaf5c5", Convert.ToHexStringLower(text));
    }
}
