namespace NhatLe.Identity.Sessions;

static class OurAddress
{
    /// <summary>An address of this site; anything else would make us a stepping stone to another.</summary>
    public static string? Of(string? address) => address is ['/'] or ['/', not ('/' or '\\'), ..] && address.All(c => c is >= ' ' and <= '~') ? address : null;
}
