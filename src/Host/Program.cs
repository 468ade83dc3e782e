using System.CommandLine;
using NhatLe.Host.Verbs;

return await new RootCommand("Nhật Lệ: nền tảng chính quyền số của một tỉnh.")
{
    Serve.Command(),
    Migrate.Command(),
    MakeKey.Command(),
    ImportProcedures.Command(),
}.Parse(args).InvokeAsync();
