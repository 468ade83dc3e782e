namespace NhatLe.Exchange.Certificates;

/// <summary>The certificates of a demonstration's exchange: authority.pem, and a file for each member.</summary>
public static class CertificateFolder
{
    public static string AuthorityOf(string folder) => Path.Combine(folder, "authority.pem");

    /// <summary>The private key of the authority is nowhere kept: another member is a new authority, and new files for all.</summary>
    public static void Write(string folder, IReadOnlyList<string> members, string host, TimeProvider time) => Write(folder, members, (authority, member) => authority.Issue(member, host), time);

    /// <summary>Of the document axis: for signing only, made out to identification codes.</summary>
    public static void WriteSigners(string folder, IReadOnlyList<string> organs, TimeProvider time) => Write(folder, organs, (authority, organ) => authority.IssueSigner(organ), time);

    static void Write(string folder, IReadOnlyList<string> members, Func<CertificateAuthority, string, string> issue, TimeProvider time)
    {
        if (File.Exists(AuthorityOf(folder)) && members.All(m => File.Exists(FileOf(folder, m)))) return;
        Directory.CreateDirectory(folder);
        using var authority = new CertificateAuthority("Nhật Lệ demonstration authority", time.GetUtcNow());
        foreach (var member in members)
        {
            var file = FileOf(folder, member);
            File.Delete(file);
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            using var stream = new StreamWriter(file, options);
            stream.Write(issue(authority, member));
        }
        File.WriteAllText(AuthorityOf(folder), authority.RootPem + "\n"); // last: whole only when all are there
    }

    /// <summary>Named by the whole identifier: two members may end alike. VN/GOV/H46 is VN+GOV+H46.pem.</summary>
    public static string FileOf(string folder, string member) => Path.Combine(folder, string.Join('+', member.Split('/').Select(part => Uri.EscapeDataString(Uri.UnescapeDataString(part)))) + ".pem");
}
