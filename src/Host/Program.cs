using System.CommandLine;
using System.Security.Cryptography;
using NhatLe.Host.Verbs;

var root = new RootCommand("Nhật Lệ: nền tảng chính quyền số của một tỉnh.")
{
    Serve.Command(),
    Migrate.Command(),
    MakeKey.Command(),
    MakeCertificates.Command(),
    CheckConfig.Command(),
    Verify.Command(),
    SealNow.Command(),
    ImportProcedures.Command(),
    Simulate.Command(),
    Seed.Command(),
    ReformUnits.Command(),
};

// What the person at the keyboard can mend is one line; anything else is a bug and shows its stack.
try
{
    return await root.Parse(args).InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
}
catch (CryptographicException)
{
    Console.Error.WriteLine("nhatle: the key file is not the one this database was made with.");
    return 1;
}
catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
{
    Console.Error.WriteLine("nhatle: " + e.Message);
    return 1;
}
catch (OperationCanceledException)
{
    return 130; // stopped by Ctrl-C before it was done
}
