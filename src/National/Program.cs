using NhatLe.National;

if (NationalOptions.Read(args) is not { } options)
{
    Console.Error.WriteLine(NationalOptions.Usage);
    return 1;
}
await using var app = NationalApp.Build(options);
await app.StartAsync();
Console.WriteLine($"Hệ thống quốc gia đóng thế: {app.Urls.First()}{NhatLe.National.Identity.IdentityRoutes.Prefix} (stand-in of the national electronic identity)");
if (options.UntilInputEnds)
{
    await Console.OpenStandardInput().CopyToAsync(Stream.Null);
    await app.StopAsync();
}
else
{
    await app.WaitForShutdownAsync();
}
return 0;
