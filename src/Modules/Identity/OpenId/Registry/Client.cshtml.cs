using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Ui;
using NhatLe.Platform.Web;

namespace NhatLe.Identity.OpenId.Registry;

/// <summary>One system of the register: told of anew, changed, given another secret, switched off.</summary>
public sealed class ClientModel(RegisterClient.Handler register, ChangeClient.Handler change, TimeProvider time) : FormPage
{
    const string New = "moi";

    [BindProperty(SupportsGet = true)] public string Code { get; set; } = "";
    [BindProperty] public Guid Id { get; set; }
    [BindProperty] public string? ClientId { get; set; }
    [BindProperty] public bool Public { get; set; }
    [BindProperty] public ClientForm Input { get; set; } = new();
    [BindProperty] public long Version { get; set; }

    public bool IsNew => Code == New;
    public bool IsActive { get; private set; }
    public bool HasSecret { get; private set; }

    /// <summary>Only in the answer to the act that made it: it is kept nowhere, so it cannot be shown after a redirect.</summary>
    public string? Secret { get; private set; }

    public IEnumerable<Choice> GrantChoices =>
    [
        new(GrantTypes.Code, T["Người dùng đăng nhập"]), new(GrantTypes.Refresh, T["Gia hạn phiên mà không hỏi lại"]), new(GrantTypes.ClientCredentials, T["Máy gọi máy"]),
    ];

    public IEnumerable<Choice> ScopeChoices =>
    [
        new(Scopes.Profile, T["Họ tên và tên đăng nhập"]), new(Scopes.Email, T["Địa chỉ thư điện tử"]), new(Scopes.Phone, T["Số điện thoại"]),
        new(Scopes.Citizen, T["Số định danh, ngày sinh, giới tính"]), new(Scopes.Officer, T["Đơn vị và chức vụ"]), new(Scopes.Offline, T["Truy cập cả khi người dùng đã đăng xuất"]),
    ];

    public IEnumerable<Choice> AlgChoices => SigningKey.Algs.Select(a => new Choice(a, a));

    public IEnumerable<Choice> IconChoices => ClientForm.Icons.Select(i => new Choice(i.Key, T[i.Value]));

    protected override async Task Load(CancellationToken ct)
    {
        if (IsNew)
        {
            Actor.MustAdministerClients();
            if (Id == Guid.Empty) Id = Guid.CreateVersion7(LegalTime.Cut(time.GetUtcNow()));
            return;
        }
        var client = await change.Find(Code, version: null, ct);
        (IsActive, HasSecret) = (client.Active, client.SecretHash is not null);
        if (HttpMethods.IsGet(Request.Method)) (Input, Version) = (ClientForm.Of(client), client.Version);
    }

    public Task OnGetAsync(CancellationToken ct) => Load(ct);

    public Task<IActionResult> OnPostAsync(CancellationToken ct) => Act(async () =>
    {
        if (!IsNew)
        {
            await change.Run(ChangeOf(Input), ct);
            return See(Clients + Code);
        }
        var registered = await register.Run(RegistrationOf(Input), ct);
        Code = registered.ClientId;
        Secret = registered.Secret;
        return Secret is null ? See(Clients + Code) : Page();
    }, ct);

    public Task<IActionResult> OnPostSecretAsync(CancellationToken ct) => Act(async () =>
    {
        Secret = await change.NewSecret(Code, Version, ct);
        ModelState.Clear(); // of the form that was not sent
        Input = ClientForm.Of(await change.Find(Code, version: null, ct));
        return Page();
    }, ct);

    public Task<IActionResult> OnPostSwitchAsync(bool on, CancellationToken ct) => Act(async () =>
    {
        await change.Turn(Code, on, ct);
        return See(Clients + Code);
    }, ct);

    const string Clients = "/quan-tri/he-thong/";

    ChangeClient.Command ChangeOf(ClientForm form) => Fill(new ChangeClient.Command { ClientId = Code, Version = Version }, form);

    RegisterClient.Command RegistrationOf(ClientForm form) => Fill(new RegisterClient.Command { Id = Id, ClientId = ClientId ?? "", Public = Public }, form);

    static T Fill<T>(T command, ClientForm form) where T : ClientForm
    {
        (command.Name, command.ThirdParty, command.RedirectUris, command.PostLogoutUris, command.BackChannelUri) = (form.Name ?? "", form.ThirdParty, form.RedirectUris, form.PostLogoutUris, form.BackChannelUri);
        (command.PersonScopes, command.OtherScopes, command.Grants, command.SigningAlg, command.Audience) = (form.PersonScopes, form.OtherScopes, form.Grants, form.SigningAlg, form.Audience);
        (command.LaunchAddress, command.Icon, command.ForOfficers, command.ForCitizens) = (form.LaunchAddress, form.Icon, form.ForOfficers, form.ForCitizens);
        return command;
    }
}
